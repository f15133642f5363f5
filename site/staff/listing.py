"""What the listings of all desks share: relations fetched at once, an export of its own columns, a helpful empty state."""

from collections.abc import Callable
from functools import cached_property

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views import generic

Cell = Callable[[Model], object]


class DeskIndexView(generic.IndexView):
    """A listing.

    `fetch_one` and `fetch_many` are fetched with the rows, so that a listing and its export take the same number of SQL
    statements for one row and for a thousand. `export_columns` maps a name to (heading, function of the row).
    """

    results_template_name = "staff/listing_results.html"
    title_field = "__str__"
    title_label: str | Promise = ""
    title_sort_key: str | None = None
    more_columns: list[BaseColumn] = []
    fetch_one: tuple[str, ...] = ()
    fetch_many: tuple[str, ...] = ()
    export_columns: dict[str, tuple[str | Promise, Cell]] = {}
    empty_text: str | Promise = ""

    def get_base_queryset(self) -> QuerySet:
        """Return the rows with everything their cells show."""
        rows = super().get_base_queryset().prefetch_related(*self.fetch_many)
        return rows.select_related(*self.fetch_one) if self.fetch_one else rows  # without names Django would join all

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Search; a row found through several related ones is listed once."""
        found = super().search_queryset(queryset)
        return found.distinct() if self.is_searching else found

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The columns: the title with its link and buttons, then the desk's own."""
        title = self._get_title_column(self.title_field)
        title.label = self.title_label or title.label
        title.sort_key = self.title_sort_key
        return [title, *self.more_columns]

    @cached_property
    def list_export(self) -> list[str]:
        """The names of the export's columns."""
        return list(self.export_columns)

    def to_row_dict(self, item: Model) -> dict[str, object]:
        """Return one row of the export."""
        return {name: cell(item) for name, (_heading, cell) in self.export_columns.items()}

    def get_heading(self, _queryset: QuerySet, field: str) -> str:
        """Return the heading of the export's column."""
        return str(self.export_columns[field][0])
