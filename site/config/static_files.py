"""How static files are named and served in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Every file's name carries a digest of its content, also where one script imports another: browsers keep all of them."""

    support_js_module_import_aggregation = True
