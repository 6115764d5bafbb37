"""JSON Merge Patch (RFC 7396): how EN 18222 changes a passport or one element of it.

Rules (RFC 7396, section 2):
1. A patch that is an object changes the members that it names, at every level, and leaves the others.
2. `null` removes a member; removing one that is not there is no fault.
3. A patch that is no object takes the place of its target as a whole: lists are never merged.
4. What a patch adds holds no `null` inside an object: there was nothing to remove.
"""

from typing import Any


def merge_patch(target: Any, patch: Any) -> Any:
    """The patched value, which may share parts with both arguments; neither of them is changed."""
    if not isinstance(patch, dict):
        return patch
    patched = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            patched.pop(name, None)
        else:
            patched[name] = merge_patch(patched.get(name), value)
    return patched
