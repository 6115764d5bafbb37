"""What imports do, in memory and on both engines: the fake and the real store pass the same tests."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dpp.adapters.database import Database
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from dpp.domain.imports.columns import Column, ColumnMap
from dpp.domain.imports.rows import Outcome, Totals
from dpp.domain.imports.run import LEASE, Run, RunState
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.parts import read_head
from dpp.service.imports.imports import Submission
from lifecycle.adapters.work import SqlLifecycleStorage
from tests.support.imports_world import GTIN, MAKER, ImportWorld, ListedRows, lines
from tests.support.service_world import ADMINISTRATOR, AUDITOR, MANUFACTURER, OWNER, STORE, URL

FIGURE = {"value": 16, "unit": "GB", "source": {"title": "Factory record"}}
TABLE = b"Merk;Modelnaam;Soort;Gewicht (kg)\nDell;Latitude 5420;Laptop;1,4\nHP;EliteBook 840;Laptop;1,3\n"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[ImportWorld]:
    if request.param == "memory":
        yield ImportWorld()
        return
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    database = Database(url)
    yield ImportWorld(SqlLifecycleStorage(database))
    database.close()


def item(serial: str, **more: Any) -> dict[str, Any]:
    return {"gtin": GTIN, "serialNumber": serial} | more


class TestItems:
    """Item passports of models that are known."""

    def test_each_row_makes_a_passport_that_inherits_from_its_model(self, world: ImportWorld) -> None:
        model = world.model()
        run = world.imported("item", lines(item("A1", memory=FIGURE), item("A2")))
        assert (run.state, run.totals, run.total) == (RunState.FINISHED, Totals(created=2), 2)
        first, second = world.reports(run)
        view = world.world.passports.read(MAKER, PassportId(str(first.subject)))
        assert view.model_id == model
        assert view.document.values()["memory"] == FIGURE
        assert view.document.values()["brand"] == "Dell"
        assert view.document.values()["modelPassport"] == f"{URL}/passports/{model}"
        assert first.subject != second.subject

    def test_the_serial_number_is_in_the_address_and_in_no_element(self, world: ImportWorld) -> None:
        world.model()
        run = world.imported("item", lines(item("A/1")))
        passport = self.stored(world, run)
        assert read_head(passport.head).unique_product_identifier == f"{URL}/01/{GTIN}/21/A%2F1"
        with world.store.reading() as reads:
            assert reads.gs1_keys.get(f"/01/{GTIN}/21/A%2F1") == passport.passport_id
            assert b"A/1" not in reads.passports.version(passport.passport_id, 1).received

    def test_what_the_model_says_is_not_repeated(self, world: ImportWorld) -> None:
        world.model()
        run = world.imported("item", lines(item("A1", brand="Dell", modelName="Latitude 7420")))
        with world.store.reading() as reads:
            own = world.world.publisher.own_elements(reads, self.stored(world, run))
        assert set(own) == {"modelPassport"}

    @pytest.mark.parametrize(
        "name",
        [
            {"gtin": GTIN},
            {"brand": "DELL", "modelName": "latitude  7420"},
            {"model": "{model}"},
            {"model": URL + "/passports/{model}"},
        ],
    )
    def test_a_model_is_named_by_gtin_by_brand_and_name_or_by_its_passport(
        self, world: ImportWorld, name: dict[str, str]
    ) -> None:
        model = world.model()
        named = {key: value.format(model=model) for key, value in name.items()}
        run = world.imported("item", lines({"serialNumber": "A1", **named}))
        assert self.stored(world, run).model_id == model

    def test_a_repeated_import_changes_nothing(self, world: ImportWorld) -> None:
        world.model()
        world.model(modelName="No number", gtin=None)
        rows = lines(
            item("A1", memory=FIGURE),
            {"brand": "Dell", "modelName": "No number", "serialNumber": "A1"},
            {"brand": "Dell", "modelName": "No number", "reference": "row 7", "label": True},
        )
        assert world.imported("item", rows).totals == Totals(created=3)
        before = world.passports()
        assert world.imported("item", rows).totals == Totals(unchanged=3)
        assert world.passports() == before

    def test_a_row_that_says_more_makes_a_version_and_what_it_does_not_name_stays(self, world: ImportWorld) -> None:
        world.model()
        first = world.imported("item", lines(item("A1", memory=FIGURE, operatingSystem="Windows 11")))
        second = world.imported("item", lines(item("A1", operatingSystem=None, assemblyCountry="NL")))
        assert second.totals == Totals(revised=1)
        values = world.world.passports.read(MAKER, self.stored(world, first).passport_id).document.values()
        assert (values["memory"], values["assemblyCountry"]) == (FIGURE, "NL")
        assert "operatingSystem" not in values

    def test_one_bad_row_costs_that_row_alone_and_says_where_and_why(self, world: ImportWorld) -> None:
        world.model()
        rows = [
            item("A1"),
            item("A2", batteryHealth="good"),
            item("A3", operatingSystem="Laptop van Anna, anna@example.nl"),
            {"serialNumber": "A4"},
            {"gtin": "08712345678906", "serialNumber": "A5"},
            item("A6", modelPassport="https://elsewhere.example"),
            {"gtin": GTIN},
            item("A8\u0000"),
            item("A9"),
        ]
        run = world.imported("item", lines(*rows) + b"{broken\n[]\n")
        outcomes = [outcome for _, outcome in world.outcomes(run)]
        assert outcomes == ["created", *["refused"] * 7, "created", "refused", "refused"]
        paths = [[problem.path for problem in report.problems] for report in world.reports(run)]
        assert paths[1:8] == [
            ["$.batteryHealth"],
            ["$.operatingSystem"],
            ["$.model"],
            [],
            ["$.modelPassport"],
            [],
            ["$.serialNumber"],
        ]

    def test_two_rows_about_one_device_are_one_passport_or_a_question(self, world: ImportWorld) -> None:
        """Also when the rows are in different transactions, and the same in a dry run as in earnest."""
        world.model()
        rows = lines(
            *(item("A1", assemblyCountry="NL"), item("B1"), item("B2"), item("B3")),
            *(item("A1", assemblyCountry="NL"), item("A1", assemblyCountry="DE")),
        )
        tried = world.imported("item", rows, dry_run=True)
        done = world.imported("item", rows)
        assert world.outcomes(tried) == world.outcomes(done)
        assert [outcome for _, outcome in world.outcomes(done)][4:] == ["unchanged", "refused"]
        assert "Line 1" in str(world.reports(done)[5].what)

    @pytest.mark.parametrize("between", [0, 1, 5])
    def test_a_row_that_was_refused_said_nothing(self, world: ImportWorld, between: int) -> None:
        """A later row about the same device is judged by itself, in the same transaction and in a later one."""
        world.model()
        wrong, right = item("A1", memory="much"), item("A1", memory=FIGURE)
        others = [item(f"B{number}") for number in range(between)]
        run = world.imported("item", lines(wrong, *others, wrong, right, right, item("A1")))
        outcomes = [outcome for _, outcome in world.outcomes(run)]
        assert outcomes == ["refused", *["created"] * between, "refused", "created", "unchanged", "refused"]

    def test_a_label_code_is_made_only_where_it_is_asked_for(self, world: ImportWorld) -> None:
        world.model(gtin=None)
        name = {"brand": "Dell", "modelName": "Latitude 7420"}
        run = world.imported(
            "item", lines({**name, "serialNumber": "A1", "label": True}, {**name, "serialNumber": "A2"})
        )
        with_label, without = (
            world.world.passports.read(MAKER, PassportId(str(report.subject))) for report in world.reports(run)
        )
        (code,) = with_label.labels
        assert with_label.document.header.unique_product_identifier == f"{URL}/d/{code}"
        assert without.labels == ()
        assert without.document.header.unique_product_identifier == without.url

    def test_a_batch_is_named_by_its_passport_or_by_its_number_under_the_gtin(self, world: ImportWorld) -> None:
        model = world.model()
        content = json.dumps({"productionMonth": "2024-03"}).encode()
        batch = world.world.passports.register_batch(MAKER, model, content, product=f"/01/{GTIN}/10/L7")
        run = world.imported("item", lines(item("A1", batchNumber="L7"), item("A2", batch=batch.url), item("A3")))
        views = [world.world.passports.read(MAKER, PassportId(str(each.subject))) for each in world.reports(run)]
        assert [view.batch_id for view in views] == [batch.passport_id, batch.passport_id, None]
        assert views[0].document.values()["productionMonth"] == "2024-03"

    def test_the_batch_of_another_model_is_refused(self, world: ImportWorld) -> None:
        other = world.model(modelName="Other", gtin=None)
        batch = world.world.passports.register_batch(MAKER, other, b"{}")
        world.model()
        run = world.imported("item", lines(item("A1", batch=batch.passport_id)))
        assert run.totals == Totals(refused=1)

    def test_a_device_with_a_life_here_is_not_overwritten(self, world: ImportWorld) -> None:
        model = world.model()
        world.world.register(OWNER, model=model, serial="A1", place=STORE)
        run = world.imported("item", lines(item("A1", memory=FIGURE)))
        assert [outcome for _, outcome in world.outcomes(run)] == ["refused"]

    def test_references_of_one_organisation_mean_nothing_to_another(self, world: ImportWorld) -> None:
        world.model()
        other = replace(MAKER, organisation=OrganisationId("other"))
        rows = lines({"gtin": GTIN, "reference": "7"})
        assert world.imported("item", rows).totals == Totals(created=1)
        assert world.imported("item", rows, other).totals == Totals(created=1)

    def test_items_are_made_only_of_models_for_which_one_may_speak(self, world: ImportWorld) -> None:
        """A maker that has not claimed a model that the registry compiled makes no items of it."""
        world.model()
        run = world.imported("item", lines(item("A1")), MANUFACTURER)
        assert [report.outcome for report in world.reports(run)] == [Outcome.REFUSED]
        own = json.dumps({"productGroup": "laptop", "brand": "Own", "modelName": "Book"}).encode()
        world.world.passports.register_model(MANUFACTURER, own)
        row = {"brand": "Own", "modelName": "Book", "serialNumber": "A1"}
        assert world.imported("item", lines(row), MANUFACTURER).totals == Totals(created=1)

    @staticmethod
    def stored(world: ImportWorld, run: Run) -> Any:
        (report,) = world.reports(run)
        with world.store.reading() as reads:
            return reads.passports.get(PassportId(str(report.subject)))


class TestModels:
    """Model passports, new and revised."""

    def test_a_new_model_keeps_the_bytes_that_came_in(self, world: ImportWorld) -> None:
        received = b'{ "productGroup":"laptop", "brand" : "Dell", "modelName": "Latitude 7420" }'
        run = world.imported("model", received + b"\n")
        (report,) = world.reports(run)
        with world.store.reading() as reads:
            assert reads.passports.version(PassportId(str(report.subject)), 1).received == received

    def test_a_row_about_a_known_model_changes_what_it_names(self, world: ImportWorld) -> None:
        model = world.model(processor="i5")
        row = {"brand": "Dell", "modelName": "Latitude 7420", "panelTechnology": "IPS LCD"}
        assert world.imported("model", lines(row)).totals == Totals(revised=1)
        assert world.imported("model", lines(row)).totals == Totals(unchanged=1)
        values = world.world.passports.read(MAKER, model).document.values()
        assert (values["processor"], values["panelTechnology"], values["gtin"]) == ("i5", "IPS LCD", GTIN)

    def test_a_model_is_known_again_by_its_gtin_or_its_passport(self, world: ImportWorld) -> None:
        model = world.model()
        rows = lines({"gtin": GTIN, "processor": "i5"})
        assert world.imported("model", rows).totals == Totals(revised=1)
        rows = lines({"passport": f"{URL}/passports/{model}", "modelName": "Latitude 7420 (2021)"})
        assert world.imported("model", rows).totals == Totals(revised=1)
        assert world.world.passports.read(MAKER, model).document.values()["modelName"] == "Latitude 7420 (2021)"

    def test_a_refused_row_leaves_nothing_behind(self, world: ImportWorld) -> None:
        """The second model claims a number that names the first: what was written before that was noticed is undone."""
        world.model()
        rows = lines(
            {"productGroup": "laptop", "brand": "HP", "modelName": "A", "gtin": "08712345678906"},
            {"productGroup": "laptop", "brand": "HP", "modelName": "B"},
            {"passport": "nowhere", "brand": "HP"},
            {"productGroup": "laptop", "brand": "HP"},
        )
        run = world.imported("model", rows)
        assert [outcome for _, outcome in world.outcomes(run)] == ["created", "created", "refused", "refused"]
        assert world.passports() == 3

    def test_rows_that_name_no_model_are_each_refused(self, world: ImportWorld) -> None:
        run = world.imported("model", lines({}, {}, {"productGroup": "laptop"}, {"productGroup": "laptop"}))
        assert run.totals == Totals(refused=4)

    def test_a_table_of_models_is_imported_by_a_map(self, world: ImportWorld) -> None:
        column_map = ColumnMap(
            (
                Column("Merk", "brand"),
                Column("Modelnaam", "modelName"),
                Column("Soort", "productGroup"),
                Column("Gewicht (kg)", "mass"),
            ),
            source="Price list 2026",
        )
        run = world.imported("model", TABLE, column_map=column_map)
        assert run.totals == Totals(created=2)
        first = world.world.passports.read(MAKER, PassportId(str(world.reports(run)[0].subject)))
        assert first.document.values()["mass"] == {
            "value": 1.4,
            "unit": "kg",
            "source": {"title": "Price list 2026"},
        }


class TestRuns:
    """How runs go: tried, imported, broken off, and read."""

    def test_a_dry_run_reports_what_the_import_will_report_and_leaves_nothing(self, world: ImportWorld) -> None:
        world.model()
        world.imported("item", lines(item("A1")))
        rows = lines(item("A1"), item("A2"), item("A3", memory="much"), item("A1", memory=FIGURE), item("A4"))
        before = world.passports()
        tried = world.imported("item", rows, dry_run=True)
        assert world.passports() == before
        done = world.imported("item", rows)
        assert world.outcomes(tried) == world.outcomes(done)
        assert [str(report.what) for report in world.reports(tried)] == [
            str(report.what) for report in world.reports(done)
        ]

    def test_what_was_tried_is_imported_without_sending_it_again(self, world: ImportWorld) -> None:
        world.model()
        tried = world.imported("item", lines(item("A1")), dry_run=True)
        run = world.imports.import_checked(MAKER, tried.run_id)
        world.runner.run_pending()
        done = world.imports.read(MAKER, run.run_id)
        assert (done.totals, done.checked_by, done.dry_run) == (Totals(created=1), tried.run_id, False)

    def test_what_was_not_tried_to_the_end_cannot_be_imported(self, world: ImportWorld) -> None:
        world.model()
        waiting = world.submitted("item", lines(item("A1")), dry_run=True)
        with pytest.raises(Refused):
            world.imports.import_checked(MAKER, waiting.run_id)

    def test_a_run_that_was_broken_off_goes_on_behind_its_last_row(self, world: ImportWorld) -> None:
        world.model()
        run = world.submitted("item", lines(*(item(f"A{number}") for number in range(10))))

        def stop(now: Run) -> None:
            if now.totals.rows >= 6:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            world.runner.work_on(run.run_id, stop)
        broken = world.imports.read(MAKER, run.run_id)
        assert (broken.state, broken.totals, broken.total) == (RunState.RUNNING, Totals(created=6), 10)
        world.runner.run_pending()
        done = world.imports.read(MAKER, run.run_id)
        assert (done.state, done.totals) == (RunState.FINISHED, Totals(created=10))
        assert [line for line, _ in world.outcomes(done)] == list(range(1, 11))

    def test_a_run_is_worked_on_by_one_worker_at_a_time_until_its_lease_is_over(self, world: ImportWorld) -> None:
        world.model()
        run = world.submitted("item", lines(item("A1")))
        with world.store.writing() as work:
            work.imports.put(run.taken(world.world.clock()))
            work.commit()
        assert world.runner.work_on(run.run_id) is None
        assert world.runner.run_pending() == 0
        world.world.clock.forward(seconds=LEASE.total_seconds() + 1)
        assert world.runner.run_pending() == 1

    def test_rows_that_fail_together_are_tried_one_by_one(
        self, world: ImportWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As when somebody else registers one of these devices while the rows are being written."""
        world.model()
        refused = f"/01/{GTIN}/21/A2"
        publisher = type(world.world.publisher)
        whole = publisher.new_items

        def clash(self: Any, work: Any, act: Any, many: Any) -> Any:
            if any(subject.product == URL + refused for subject, _ in many):
                raise Conflict(message("Somebody else was first."))
            return whole(self, work, act, many)

        monkeypatch.setattr(publisher, "new_items", clash)
        run = world.imported("item", lines(item("A1"), item("A2"), item("A3")))
        assert [outcome for _, outcome in world.outcomes(run)] == ["created", "refused", "created"]

    def test_a_run_of_somebody_who_may_not_import_any_more_fails_and_says_so(self, world: ImportWorld) -> None:
        world.model()
        world.standing.gone.add(MAKER.account)
        run = world.imported("item", lines(item("A1")))
        assert (run.state, run.totals) == (RunState.FAILED, Totals())
        assert "may not do this" in str(run.why)

    def test_a_mistake_of_ours_ends_the_run_and_is_not_tried_for_ever(
        self, world: ImportWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.model()
        run = world.submitted("item", lines(item("A1")))

        def break_down(*_: Any) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(type(world.world.publisher), "new_items", break_down)
        with pytest.raises(ZeroDivisionError):
            world.runner.work_on(run.run_id)
        assert world.imports.read(MAKER, run.run_id).state is RunState.FAILED
        assert world.runner.run_pending() == 0

    def test_the_file_stays_for_as_long_as_it_is_needed(self, world: ImportWorld) -> None:
        world.model()
        tried = world.imported("item", lines(item("A1")), dry_run=True)
        with world.store.reading() as reads, reads.imports.file(tried.fingerprint) as file:
            assert file.read() == lines(item("A1"))
        run = world.imports.import_checked(MAKER, tried.run_id)
        with world.store.writing() as work:
            assert work.imports.forget_files(world.world.clock() + timedelta(days=1)) == 0
        world.runner.run_pending()
        assert world.imports.read(MAKER, run.run_id).fingerprint == tried.fingerprint
        with pytest.raises(NotFound), world.store.reading() as reads, reads.imports.file(tried.fingerprint):
            pass

    def test_a_file_that_was_only_tried_is_forgotten_after_a_while(self, world: ImportWorld) -> None:
        world.model()
        tried = world.imported("item", lines(item("A1")), dry_run=True)
        with world.store.writing() as work:
            assert work.imports.forget_files(world.world.clock() + timedelta(seconds=1)) == 1
            work.commit()
        with pytest.raises(NotFound):
            world.imports.import_checked(MAKER, tried.run_id)

    def test_a_file_in_several_parts_is_put_together_again(self, world: ImportWorld) -> None:
        content = bytes(range(256)) * 3000
        with world.store.writing() as work:
            parts = (content[start : start + 1000] for start in range(0, len(content), 1000))
            work.imports.keep_file("a" * 64, parts, world.world.clock())
            work.commit()
        with world.store.reading() as reads, reads.imports.file("a" * 64) as file:
            assert file.read() == content

    def test_rows_are_read_in_pages_and_by_outcome(self, world: ImportWorld) -> None:
        world.model()
        run = world.imported("item", lines(*(item(f"A{n}", **({"memory": 1} if n % 2 else {})) for n in range(8))))
        page = world.imports.rows(MAKER, run.run_id, limit=3)
        assert ([report.line for report in page.reports], page.next_after) == ([1, 2, 3], 3)
        rest = world.imports.rows(MAKER, run.run_id, after=3, limit=5)
        assert ([report.line for report in rest.reports], rest.next_after) == ([4, 5, 6, 7, 8], None)
        refused = world.imports.rows(MAKER, run.run_id, outcome=Outcome.REFUSED)
        assert [report.line for report in refused.reports] == [2, 4, 6, 8]

    def test_an_import_is_read_by_its_organisation_and_by_those_who_watch_over_all(self, world: ImportWorld) -> None:
        world.model()
        run = world.imported("item", lines(item("A1")))
        colleague = replace(MAKER, account=AccountId("colleague"))
        for reader in (MAKER, colleague, AUDITOR, ADMINISTRATOR):
            assert world.imports.read(reader, run.run_id).run_id == run.run_id
            assert [each.run_id for each in world.imports.newest(reader)] == [run.run_id]
        other = replace(MAKER, organisation=OrganisationId("other"))
        with pytest.raises(NotFound):
            world.imports.read(other, run.run_id)
        assert world.imports.newest(other) == ()

    def test_whoever_may_not_import_is_told_at_once(self, world: ImportWorld) -> None:
        with pytest.raises(NotPermitted):
            world.submitted("item", lines(item("A1")), OWNER)

    def test_a_register_goes_on_where_it_was_broken_off_and_no_worker_touches_it(self, world: ImportWorld) -> None:
        world.model()
        source = ListedRows(tuple(item(f"A{number}") for number in range(5)))
        run = world.imports.from_register(MAKER, "item", source, dry_run=False)
        assert world.runner.run_pending() == 0
        done = world.runner.work_on(run.run_id, source=source)
        assert done is not None
        assert done.totals == Totals(created=5)
        again = world.imports.from_register(MAKER, "item", source, dry_run=False)
        assert again.run_id != run.run_id
        assert world.imports.from_register(MAKER, "item", source, dry_run=False).run_id == again.run_id


class TestColumnMaps:
    """Column maps are kept by organisation and name, in versions."""

    MAP = ColumnMap((Column("Merk", "brand"), Column("Modelnaam", "modelName"), Column("Soort", "productGroup")))

    def test_each_change_makes_a_version_and_an_import_keeps_the_one_that_it_used(self, world: ImportWorld) -> None:
        assert world.maps.save(MAKER, "Makers", "model", self.MAP).version == 1
        assert world.maps.save(MAKER, "Makers", "model", self.MAP).version == 1
        run = world.imported("model", TABLE, column_map="Makers")
        assert world.maps.save(MAKER, "Makers", "model", replace(self.MAP, source="List")).version == 2
        again = world.imports.read(MAKER, run.run_id)
        assert again.map_version is not None
        assert (again.map_version.version, again.column_map, again.totals.created) == (1, self.MAP, 2)

    def test_a_map_belongs_to_its_organisation(self, world: ImportWorld) -> None:
        world.maps.save(MAKER, "Makers", "model", self.MAP)
        assert [saved.name for saved in world.maps.all(MAKER, "model")] == ["Makers"]
        assert world.maps.all(MAKER, "item") == ()
        with pytest.raises(NotFound):
            world.maps.read(replace(MAKER, organisation=OrganisationId("other")), "Makers")

    @pytest.mark.parametrize("name", ["", "a/b", "x" * 81, "a\nb"])
    def test_a_name_can_stand_in_an_address(self, world: ImportWorld, name: str) -> None:
        with pytest.raises(InvalidInput):
            world.maps.save(MAKER, name, "model", self.MAP)

    def test_a_map_that_names_no_field_is_not_saved(self, world: ImportWorld) -> None:
        with pytest.raises(InvalidInput):
            world.maps.save(MAKER, "Makers", "item", ColumnMap((Column("Merk", "productGroup"),)))

    def test_a_table_is_imported_only_by_a_map_and_tried_by_a_proposal(self, world: ImportWorld) -> None:
        with pytest.raises(InvalidInput, match="column map"):
            world.submitted("model", TABLE)
        tried = world.imported("model", TABLE, dry_run=True)
        assert tried.totals == Totals(created=2)

    def test_a_map_that_does_not_fit_the_file_is_refused_before_anything_waits(self, world: ImportWorld) -> None:
        with pytest.raises(InvalidInput, match="does not fit"):
            world.submitted("model", b"Naam;Prijs\nx;1\n", column_map=self.MAP)
        assert world.imports.newest(MAKER) == ()

    def test_a_draft_shows_what_a_table_looks_like_and_begins_with_a_map_that_can_be_kept(
        self, world: ImportWorld
    ) -> None:
        draft = world.imports.draft(MAKER, Submission(kind="model", name="list.csv", file=io.BytesIO(TABLE)))
        assert world.runner.run_pending() == 0
        preview = world.imports.preview(MAKER, draft.run_id)
        assert preview.headings == ("Merk", "Modelnaam", "Soort", "Gewicht (kg)")
        assert preview.samples[0] == ("Dell", "Latitude 5420", "Laptop", "1,4")
        assert [column.field for column in preview.proposal.columns] == ["brand", "modelName", "productGroup", "mass"]
        begun = world.imports.begin(MAKER, draft.run_id, preview.proposal, save_as="Makers")
        assert begun.map_version is not None
        world.runner.run_pending()
        assert world.imports.read(MAKER, draft.run_id).totals == Totals(created=2)
        with pytest.raises(Refused):
            world.imports.begin(MAKER, draft.run_id, preview.proposal)


def test_the_fake_storage_undoes_a_part_of_a_transaction_as_the_engines_do(world: ImportWorld) -> None:
    world.model()
    with world.store.writing() as work:
        kept = work.models.named("Dell", "Latitude 7420")
        with work.undoing() as undo:
            work.models.put(replace(kept, brand="HP"))
            assert work.models.named("HP", "Latitude 7420") is not None
            undo()
        assert work.models.named("HP", "Latitude 7420") is None
        with suppress(ZeroDivisionError), work.undoing():
            work.models.put(replace(kept, brand="HP"))
            raise ZeroDivisionError
        assert work.models.named("HP", "Latitude 7420") is None
        with work.undoing():
            work.models.put(replace(kept, name="Latitude 7430"))
        assert work.models.named("Dell", "Latitude 7430") is not None
