"""Write the next migration: what the rows in the code say that the migrations so far do not make."""

import re
import sys
import tempfile
from pathlib import Path

from dpp.adapters import migrate
from dpp.adapters.database import Database


def main(title: str) -> int:
    newest = migrate.head()
    number = f"{int(newest or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'compared.sqlite'}")
        if newest:
            migrate.upgrade(database)
        migrate.revise(database, re.sub(r"\s+", " ", title).strip().rstrip("."), number)
        database.close()
    print("Read it, guard new insert-only tables again (migrations/triggers.py), and run the tests of migrations.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
