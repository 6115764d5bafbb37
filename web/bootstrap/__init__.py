"""The composition root: the one place that knows which adapter stands behind which port."""

from dpp.adapters import backup, migrate
from web.bootstrap.demonstration import demo_accounts, load_demo, make_own_database
from web.bootstrap.log import LEAF_CONTENTS, log_files, log_signer, witness
from web.bootstrap.making import document_checking
from web.bootstrap.own_files import open_database
from web.bootstrap.parts import Parts

__all__ = [
    "LEAF_CONTENTS",
    "Parts",
    "backup",
    "demo_accounts",
    "document_checking",
    "load_demo",
    "log_files",
    "log_signer",
    "make_own_database",
    "migrate",
    "open_database",
    "witness",
]
