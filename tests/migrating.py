"""Taking the test's database to a state of before and back."""

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(*target: str) -> Apps:
    """Migrate to this state (app, name of the migration) and return its models."""
    with connection.cursor() as cursor:  # what is checked at the commit would keep the tables from being changed
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps
