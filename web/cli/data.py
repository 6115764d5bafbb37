"""Commands on the database: migrate, demo, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from web.bootstrap import Parts, backup, load_demo, migrate
from web.cli.console import counting, out, settings

File = Annotated[Path, typer.Argument(help="The backup file.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    group = "The database"
    app.command("migrate", rich_help_panel=group)(migrate_command)
    app.command("demo", rich_help_panel=group)(demo_command)
    app.command("index", rich_help_panel=group)(index_command)
    app.command("backup", rich_help_panel=group)(backup_command)
    app.command("restore", rich_help_panel=group)(restore_command)


def migrate_command() -> None:
    """Bring the database's schema to this version. Safe to repeat, and beside a service that runs."""
    with Parts.opened(settings()) as parts:
        before = migrate.current(parts.database)
        parts.migrate()
        after = migrate.current(parts.database)
    out.print(f"Schema {after}" + (", as it was." if before == after else f", was {before or 'empty'}."))


def demo_command() -> None:
    """Fill an empty, migrated database with made-up organisations and devices, through the services.

    The demo accounts share a password that everyone knows: never use it for a service that others can reach.
    """
    with Parts.opened(settings()) as parts, counting("Demo:") as progress:
        parts.check_ready()
        load_demo(parts, progress)
    out.print("The demonstration is there.")


def index_command(
    again: Annotated[
        bool, typer.Option("--again", help="Index every model, also those that are in the index.")
    ] = False,
) -> None:
    """Fill the index by which models are found and compared, for the models that are not in it yet."""
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        count = parts.finding_models.fill(all_again=again)
    out.print(f"{count} models were indexed.")


def backup_command(file: File) -> None:
    """Write every row of every table, and every file beside the database, into a new FILE while the service runs.

    The rows are as one moment saw them. The file restores into SQLite and PostgreSQL alike. It holds personal data:
    keep it as such.
    """
    with Parts.opened(settings()) as parts:
        parts.check_ready()
        totals = backup.count(parts.database, parts.tables)
        with counting("Backup:", totals) as progress:
            rows = backup.save(parts.database, parts.tables, file, parts.clock(), progress, parts.kept_folders)
    out.print(f"{sum(rows.values())} rows of {len(rows)} tables are in {file}.")


def restore_command(file: File) -> None:
    """Fill an empty database from FILE, of whichever engine it was made. The file is checked first."""
    with Parts.opened(settings()) as parts, counting("Restore:") as progress:
        rows = backup.load(parts.database, file, progress, parts.kept_folders)
    out.print(f"{sum(rows.values())} rows of {len(rows)} tables were restored from {file}.")
