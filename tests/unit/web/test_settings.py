"""The settings: read from the environment, frozen, and documented."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from scripts.settings_page import PAGE, page
from web.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KRINGPAS_{name.upper()}", raising=False)


def test_without_variables_everything_is_under_var() -> None:
    settings = Settings.from_environment()
    assert settings.owns_database
    assert settings.database == f"sqlite:///{Path('var').resolve()}/kringpas.sqlite"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.is_secure


def test_variables_are_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", "postgresql://kringpas@db/kringpas")
    monkeypatch.setenv("KRINGPAS_PUBLIC_URL", "https://id.example.nl/")
    settings = Settings.from_environment()
    assert (settings.database, settings.owns_database) == ("postgresql://kringpas@db/kringpas", False)
    assert (settings.public_url, settings.is_secure) == ("https://id.example.nl", True)


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """So does an unset one in a compose file."""
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", "")
    assert Settings.from_environment().owns_database


@pytest.mark.parametrize("value", ["id.example.nl", "ftp://id.example.nl", "https://", "https://a.nl/?x=1"])
def test_an_address_that_links_cannot_start_with_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="public_url"):
        Settings(public_url=value)


def test_our_hosts_are_that_of_the_public_address_and_former_ones() -> None:
    """Labels that were printed under another address stay ours; a whole address does as well as a host."""
    settings = Settings(public_url="https://id.example.nl/", own_hosts="https://old.example.nl/, labels.example.nl:443")
    assert settings.hosts == {"id.example.nl", "old.example.nl", "labels.example.nl"}
    assert Settings(public_url="http://127.0.0.1:8000").hosts == {"127.0.0.1:8000"}


def test_the_form_of_an_asset_tag_is_no_regular_expression() -> None:
    """Somebody's expression could take for ever on somebody else's scan."""
    assert Settings(asset_tags="SSC-ICT=SSC-######").asset_tags
    with pytest.raises(ValidationError, match=r"\(a\+\)\+: A template has letters, digits"):
        Settings(asset_tags="SSC-ICT=(a+)+")


@pytest.mark.parametrize("value", ["registry.example.eu", "http://registry.example.eu", "ftp://a.eu", "https://"])
def test_a_registry_is_reached_over_https(value: str) -> None:
    with pytest.raises(ValidationError, match="registry_url"):
        Settings(public_url="https://id.kringpas.nl", registry_url=value)


@pytest.mark.parametrize("value", ["http://127.0.0.1:8000", "https://paspoorten.ministerie.nl"])
def test_where_passports_are_registered_their_addresses_must_fit(value: str) -> None:
    """Elsewhere the same address is fine; `kringpas registry status` warns of it."""
    assert Settings(public_url=value).destinations == ()
    with pytest.raises(ValidationError, match="50 characters"):
        Settings(public_url=value, registry_url="https://registry.example.eu")
    told = Settings(public_url="https://id.kringpas.nl", registry_url="https://registry.example.eu/").destinations
    assert told == ("registry",)


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().workers = 2  # type: ignore[misc]  # the point of the test


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_page_of_settings_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.settings_page"
