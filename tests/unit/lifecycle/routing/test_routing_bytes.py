"""The same inputs give the same bytes in every process, whatever order Python gives its sets."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.routing.record import to_plain
from lifecycle.domain.vocabulary import Hazard, Lock
from tests.support.routing_samples import battery, decided, laptop
locked = laptop(locks=frozenset(Lock), failed_tests=frozenset({"camera", "ports", "keyboard"}), functional_grade=3)
worn = laptop(battery_health=61.0, repair_options=(battery(38, 30, 60),), hazards=frozenset(Hazard))
print([sha256(canonical(to_plain(decided(facts)))) for facts in (locked, worn)])
"""


def test_the_hash_seed_of_python_changes_no_decision() -> None:
    root = Path(__file__).parents[4]
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
