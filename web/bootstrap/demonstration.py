"""The demonstration: data that the services made, and an account for each role."""

from collections.abc import Callable

from dpp.adapters import migrate
from web.bootstrap import own_files
from web.bootstrap.parts import Parts
from web.demo import accounts as demo
from web.demo import erasing
from web.demo.accounts import end_demo_credential, open_demo_accounts, open_demo_station, register_demo_repairer
from web.demo.life import live
from web.demo.stage import Stage
from web.demo.stations import open_demo_stations
from web.settings import Settings

Progress = Callable[[str, int], None]


def load_demo(parts: Parts, progress: Progress) -> None:
    """Fill an empty database with the demonstration, through the services. Refused when it has an administrator."""
    actors = open_demo_accounts(parts.accounts)
    today = parts.clock().date()
    register_demo_repairer(parts.use.repairers, actors)
    open_demo_station(parts.accounts, actors, erasing.STATION, today=today)
    open_demo_stations(parts.accounts, actors)
    end_demo_credential(parts.accounts, actors, today=today)
    progress("accounts", len(actors))
    live(Stage(parts.passports, parts.repair_guides, parts.use, actors, today), progress)
    parts.deciding.run_pending()


def demo_accounts() -> tuple[list[tuple[str, str, str]], str]:
    """Sign-in name, organisation and roles of each demo account, and the password that all of them share."""
    rows = [
        (account.sign_in_name, draft.name, ", ".join(sorted(account.roles)))
        for draft in demo.drafts()
        for account in draft.accounts
    ]
    return rows, demo.DEMO_PASSWORD


def make_own_database(settings: Settings, progress: Progress) -> None:
    """Make our own file with demo data, if we use our own file and it is not there yet.

    It is made under another name and takes its place when it is whole: a first run that was broken off starts again.
    """
    path = own_files.own_file(settings)
    if not settings.owns_database or path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    for part in path.parent.glob(f"{unfinished.name}*"):
        part.unlink()
    with Parts.opened(settings.model_copy(update={"database_url": f"sqlite:///{unfinished.resolve()}"})) as parts:
        migrate.upgrade(parts.database)
        load_demo(parts, progress)
    own_files.mark(settings).write_text(settings.public_url, encoding="utf-8")
    unfinished.replace(path)
