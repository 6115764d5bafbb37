"""Files of routing policies for tests: the packaged one with other values."""

from lifecycle.adapters.policies import packaged_file

FILE = packaged_file().decode()


def policy_file(policy: str = "stricter", version: str = "1.0.0", scope: str = "", **changes: str) -> bytes:
    """The packaged policy under another id and version; `changes` are lines: `functional_grade_at_least="6"`.

    A change counts for every line that begins with that name. It may be in force from January 2026 on.
    """
    changes = {"date": "2026-01-01"} | changes
    lines = []
    for line in FILE.split("\n"):
        name = line.partition(" =")[0]
        if name in {"id", "version"}:
            lines.append(f'{name} = "{policy if name == "id" else version}"')
        else:
            lines.append(f"{name} = {changes[name]}" if name in changes else line)
    return "\n".join([*lines, scope]).encode()


def scope(*, owners: tuple[str, ...] = (), categories: tuple[str, ...] = ()) -> str:
    """The table that says for which devices a policy is."""
    return f"[scope]\nowners = {list(owners)}\ncategories = {list(categories)}\n".replace("'", '"')
