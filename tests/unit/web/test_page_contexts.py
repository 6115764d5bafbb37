"""What a page is given explains itself."""

import dataclasses
import importlib
import inspect
import pkgutil
from enum import Enum
from typing import Annotated, get_origin, get_type_hints

import pytest

import web.pages.contexts


def _contexts() -> list[type]:
    modules = [
        importlib.import_module(f"web.pages.contexts.{module.name}")
        for module in pkgutil.iter_modules(web.pages.contexts.__path__)
    ]
    return [
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and not issubclass(kind, Enum)
    ]


@pytest.mark.parametrize("kind", _contexts(), ids=lambda kind: kind.__name__)
def test_a_context_is_frozen_and_every_field_has_help(kind: type) -> None:
    """The gallery and the next developer read the same words."""
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # dataclasses' own record of its options
    hints = get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        assert get_origin(hint) is Annotated, f"{kind.__name__}.{field.name} has no help"
        assert hint.__metadata__[0].strip()
