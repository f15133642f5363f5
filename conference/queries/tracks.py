"""All tracks of a conference, carried along by another statement."""

from django.db.models import Aggregate, JSONField, Subquery

from conference.models import Conference, Talk


class _ObjectOf(Aggregate):
    """{first column: second column} as JSON. Of several rows with one key the last read counts, in any database."""

    function = "jsonb_object_agg"
    template = "%(function)s(%(expressions)s)"
    output_field = JSONField()

    def as_sqlite(self, compiler: object, connection: object, **context: object) -> tuple:
        """Use SQLite's own name for it."""
        return self.as_sql(compiler, connection, function="json_group_object", **context)


def all_tracks(conference: Conference) -> Subquery:
    """Return an expression for {name: colour} of the tracks of all public talks; "" stands for talks without one."""
    talks = Talk.objects.filter(conference=conference, is_public=True).order_by().values("conference")
    return Subquery(
        talks.annotate(tracks=_ObjectOf("track", "track_colour")).values("tracks"), output_field=JSONField()
    )
