"""What decisions rest on beside the devices: a policy for phones, and dates of security support."""

from datetime import date
from pathlib import Path

from schemas import catalog
from web.demo.stage import Stage

LOOKED_UP = date(2026, 11, 20)
"""The day on which the rows of `support/endoflife.json` were looked up."""
_ROWS = Path(__file__).parent / "support" / "endoflife.json"


def support_dates(stage: Stage) -> None:
    """The administrator takes in a file of four models; whether the Surface is the one in it is for a person to say."""
    stage.use.support.load(stage.actors["beheer"], _ROWS.read_bytes(), LOOKED_UP)


def phones(stage: Stage) -> None:
    """The packaged example is loaded and previewed, and a second person puts it in force: from its own day on."""
    drz, policies = stage.actors["drz"], stage.use.policies
    content = catalog.read_bytes("routing-policy", "1.0", "phones.toml")
    name = policies.load(drz, content).name
    policies.preview(drz, name.id, name.version)
    policies.activate(stage.actors["drz-akkoord"], name.id, name.version)
