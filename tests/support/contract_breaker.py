"""Breaks import contracts in a copy of the packages: a program, run in that copy, so that nothing of ours is imported.

It reads `[[file, line], ...]` from standard input, adds each line by itself to its file, and writes the names of the
contracts that are broken into `broken.json`: `[[name, ...], ...]`, first as the packages are, then for each line.
"""

import json
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application import use_cases


def broken() -> list[str]:
    """The names of the broken contracts of the packages in this folder."""
    options = use_cases.read_user_options("pyproject.toml")
    use_cases._register_contract_types(options)
    report = use_cases.create_report(options, cache_dir=".cache")
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def broken_with(file: Path, line: str) -> list[str]:
    """The same with one more line in this file, which may be a new one."""
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        return broken()
    finally:
        file.unlink() if before is None else file.write_text(before)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    configuration.configure()
    breaches = json.load(sys.stdin)
    found = [broken(), *(broken_with(Path(file), line) for file, line in breaches)]
    Path("broken.json").write_text(json.dumps(found))
