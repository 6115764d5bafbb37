"""Labels on the command line: to a file, of passports, of devices, of a consignment."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from dpp.domain.actor import Actor
from dpp.domain.opaque import PassportId
from lifecycle.domain.events import Place
from lifecycle.domain.permissions import LINKABLE
from lifecycle.service.consignments import NewConsignment
from lifecycle.service.registering import Registration
from lifecycle.service.views import DeviceView
from tests.support import templates
from tests.support.label_pictures import page_sizes, picture, texts
from tests.support.zpl_printer import printed
from web.accounts.adapters.passwords import FOR_TESTS, Argon2Hasher
from web.accounts.adapters.sql import SqlAccountUnits
from web.accounts.service.accounts import accounts
from web.bootstrap import Parts
from web.cli import main
from web.demo import files
from web.demo.accounts import open_demo_accounts
from web.settings import Settings

AS = ("--as", "eigenaar@demo.kringpas.nl")
TAG = "DEMO-000123"


class Kringpas(Protocol):
    """Runs a command; gives its exit code and everything that it said."""

    def __call__(self, *arguments: str) -> tuple[int, str]: ...


@dataclass(frozen=True)
class Store:
    """A database with a laptop of the ministry, and a consignment that holds it."""

    folder: Path
    url: str
    laptop: DeviceView
    consignment: str


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One for all of these tests: printing changes nothing."""
    folder = tmp_path_factory.mktemp("labels")
    (folder / "k.sqlite").write_bytes(templates.sqlite_template().read_bytes())
    url = f"sqlite:///{folder / 'k.sqlite'}"
    with Parts.opened(Settings(data_dir=folder, database_url=url)) as parts:
        units, hasher = SqlAccountUnits(parts.database), Argon2Hasher(FOR_TESTS)
        people = accounts(units=units, hasher=hasher, clock=parts.clock, chance=parts.chance, linkable=LINKABLE)
        actors = open_demo_accounts(people)
        owner, receiver = actors["eigenaar"], actors["ict"].organisation
        assert receiver is not None
        model = parts.passports.register_model(actors["drz"], _model()).passport_id
        view = parts.use.devices.register(owner, _registration(owner, model))
        wanted = NewConsignment(receiver=receiver, devices=(view.device.key,))
        return Store(folder, url, view, parts.use.consignments.create(owner, wanted).consignment.id)


@pytest.fixture
def kringpas(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kringpas:
    monkeypatch.setenv("KRINGPAS_DATABASE_URL", store.url)
    monkeypatch.setenv("KRINGPAS_DATA_DIR", str(store.folder))
    monkeypatch.setenv("KRINGPAS_PUBLIC_URL", "https://id.example.nl")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kringpas", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).split())

    return run


def _model() -> bytes:
    return (Path(files.__file__).parent / "models" / "dell-latitude-7420.json").read_bytes()


def _registration(owner: Actor, model: str) -> Registration:
    assert owner.organisation is not None
    return Registration(
        model=PassportId(model), owner=owner.organisation, place=Place("Store 2"), serial="DEMO7420A1", asset_tag=TAG
    )


def test_the_label_of_a_passport_is_written_in_the_form_of_the_files_name(
    kringpas: Kringpas, store: Store, tmp_path: Path
) -> None:
    passport, link = str(store.laptop.passport_id), f"https://id.example.nl/d/{store.laptop.labels[0]}"
    sheet, image = tmp_path / "labels.pdf", tmp_path / "label.png"
    code, said = kringpas("labels", passport, passport, "--size", "avery-l7160", "--out", str(sheet), *AS)
    assert (code, page_sizes(sheet.read_bytes())) == (0, [(210.0, 297.0)]), said
    assert "2 labels" in said
    assert kringpas("labels", passport, "--out", str(image), "--dpi", "203", *AS)[0] == 0
    assert texts(picture(image.read_bytes())) == {link}


def test_the_labels_of_devices_and_consignments_have_the_owners_number(
    kringpas: Kringpas, store: Store, tmp_path: Path
) -> None:
    for of, name in (("devices", str(store.laptop.device.key)), ("consignment", store.consignment)):
        file = tmp_path / f"{of}.zpl"
        assert kringpas("labels", name, "--of", of, "--out", str(file), *AS)[0] == 0
        assert TAG in [text.text for text in printed(file.read_bytes())[0].texts]


def test_what_cannot_be_printed_is_told_in_a_sentence(kringpas: Kringpas, store: Store, tmp_path: Path) -> None:
    passport, file = str(store.laptop.passport_id), str(tmp_path / "label.pdf")
    code, said = kringpas("labels", passport, "--size", "38x14", "--out", file, *AS)
    assert code == 1
    assert "x 0.4 =" in said
    assert "Choose a size of at least" in said
    assert "There is no label size 'huge'." in kringpas("labels", passport, "--size", "huge", "--out", file, *AS)[1]
    assert kringpas("labels", passport, "--out", str(tmp_path / "label"), *AS)[0] != 0
    assert not (tmp_path / "label.pdf").exists()


def test_the_sizes_are_listed_and_a_page_to_calibrate_by_is_written(kringpas: Kringpas, tmp_path: Path) -> None:
    file = tmp_path / "calibration.pdf"
    assert "avery-l7160" in kringpas("label-sizes")[1]
    assert kringpas("label-calibration", "dymo-11352", "--out", str(file), *AS)[0] == 0
    assert page_sizes(file.read_bytes()) == [(54.0, 25.0)]
