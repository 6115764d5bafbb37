"""The rules that this resolver keeps, one by one: a request, and what must come back.

Source: GS1-conformant resolver standard 1.2.1. Every row asks the scan path as a server would, byte for byte.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dpp.domain.opaque import print_label_code
from tests.support.raw_asgi import RawAnswer, ask
from tests.support.resolver_world import (
    ASSET,
    BATCH,
    BLANK,
    BROWSER,
    CODE,
    GTIN,
    ITEM,
    MODEL,
    PUBLIC,
    UNKNOWN,
    of_device,
    reader,
    resolver,
)
from tests.support.shared import shared_data

GS1 = "https://ref.gs1.org/voc/"
SERIAL, LOT, MODEL_KEY = f"/01/{GTIN}/21/A%2F7", f"/01/{GTIN}/10/LOT", f"/01/{GTIN}"
JSON, JSON_LD, LINKSET = "application/json", "application/ld+json", "application/linkset+json"
APP = resolver()


def page_of(passport: str) -> str:
    return f"{PUBLIC}/passports/{passport}"


@dataclass(frozen=True)
class Row:
    """One rule: what is asked, and the status, the address or the media type that must come back."""

    rule: str
    target: str
    status: int
    location: str | None = None
    media_type: str | None = None
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)


TABLE = (
    # A plain request is sent on to the one default link
    Row("a device by its serial number", SERIAL, 307, page_of(ITEM)),
    Row("a person's browser is sent on as well", SERIAL, 307, page_of(ITEM), headers={"accept": BROWSER}),
    Row("a form that nobody here has changes nothing", SERIAL, 307, page_of(ITEM), headers={"accept": "image/png"}),
    Row("a model by its GTIN", MODEL_KEY, 307, page_of(MODEL)),
    Row("a batch by its number", LOT, 307, page_of(BATCH)),
    Row("an asset of an organisation", "/8004/9521ASSET1", 307, page_of(ASSET)),
    Row("a party", "/417/9521000000018", 307, page_of(MODEL)),
    Row("HEAD answers as GET does", SERIAL, 307, page_of(ITEM), method="HEAD"),
    Row("a trailing slash is tolerated", f"{SERIAL}/", 307, page_of(ITEM)),
    Row("percent-encoding may be in either case", f"/01/{GTIN}/21/A%2f7", 307, page_of(ITEM)),
    # Labels of ours
    Row("a label", f"/d/{CODE}", 307, page_of(ITEM)),
    Row("a label, typed in capitals", f"/d/{CODE.upper()}", 307, page_of(ITEM)),
    Row("a label, typed in groups", f"/d/{print_label_code(CODE)}", 307, page_of(ITEM)),
    Row("a label that was never printed", f"/d/{UNKNOWN}", 404),
    Row("a label that is on no device yet", f"/d/{BLANK}", 404),
    Row("a label with a typing error", f"/d/{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}", 400),
    # Any valid qualifier answers from its own level, else from the level above
    Row("a serial number under a batch that is registered", f"{LOT}/21/A%2F7", 307, page_of(ITEM)),
    Row("a serial number under a batch that is not", f"/01/{GTIN}/10/OTHER/21/A%2F7", 307, page_of(ITEM)),
    Row("a serial number that is not registered", f"{MODEL_KEY}/21/X", 307, f"{page_of(MODEL)}#serial-not-registered"),
    Row("the same under its batch", f"{LOT}/21/X", 307, f"{page_of(BATCH)}#serial-not-registered"),
    Row("a third party's serial number", f"{MODEL_KEY}/235/X", 307, f"{page_of(MODEL)}#serial-not-registered"),
    Row("a batch that is not registered", f"{MODEL_KEY}/10/OTHER", 307, page_of(MODEL)),
    Row("a variant", f"{MODEL_KEY}/22/V", 307, page_of(MODEL)),
    Row("a variant, a batch and a serial number", f"{MODEL_KEY}/22/V/10/LOT/21/A%2F7", 307, page_of(ITEM)),
    Row("an asset with a qualifier", "/8004/9521ASSET1/7040/1ABC", 307, page_of(ASSET)),
    # The query is passed on unchanged
    Row("attributes and others", f"{MODEL_KEY}?17=261231&utm=a%20b+c", 307, f"{page_of(MODEL)}?17=261231&utm=a%20b+c"),
    Row("a key without a value", f"{MODEL_KEY}?x", 307, f"{page_of(MODEL)}?x"),
    Row("semicolons", f"{MODEL_KEY}?a=1;b=2", 307, f"{page_of(MODEL)}?a=1;b=2"),
    Row("before the remark", f"{MODEL_KEY}/21/X?x=1", 307, f"{page_of(MODEL)}?x=1#serial-not-registered"),
    Row(
        "behind a query of the link's own",
        f"{SERIAL}?linkType=gs1:instructions",
        307,
        "https://maker.example/manual?v=1&linkType=gs1:instructions",
    ),
    Row(
        "before the fragment of the link",
        f"{SERIAL}?linkType=gs1:serviceInfo&context=repairInstructions",
        307,
        "https://maker.example/repair?linkType=gs1:serviceInfo&context=repairInstructions#start",
    ),
    # A link type
    Row(
        "the default by its name",
        f"{SERIAL}?linkType=gs1:defaultLink",
        307,
        f"{page_of(ITEM)}?linkType=gs1:defaultLink",
    ),
    Row("the passport", f"{SERIAL}?linkType=gs1:dpp", 307, f"{page_of(ITEM)}?linkType=gs1:dpp"),
    Row("product information is the model's", f"/d/{CODE}?linkType=gs1:pip", 307, f"{page_of(MODEL)}?linkType=gs1:pip"),
    Row("in full", f"{SERIAL}?linkType={GS1}pip", 307, f"{page_of(MODEL)}?linkType={GS1}pip"),
    Row(
        "in full, encoded",
        f"{SERIAL}?linkType=https%3A%2F%2Fref.gs1.org%2Fvoc%2Fpip",
        307,
        f"{page_of(MODEL)}?linkType=https%3A%2F%2Fref.gs1.org%2Fvoc%2Fpip",
    ),
    Row("one that is not there", f"{SERIAL}?linkType=gs1:safetyInfo", 404),
    Row("one that GS1 does not know", f"{SERIAL}?linkType=gs1:nonsense", 404),
    Row("one of nobody", f"{SERIAL}?linkType=dpp", 404),
    Row("none", f"{SERIAL}?linkType=", 404),
    Row("bytes that are no text", f"{SERIAL}?linkType=%FF", 404),
    Row("an address that is not https is no link", f"{SERIAL}?linkType=gs1:sustainabilityInfo", 404),
    # Accept-Language, context and Accept choose; what stays undecided is told
    Row(
        "Dutch for a Belgian",
        f"{SERIAL}?linkType=gs1:recallStatus",
        307,
        "https://maker.example/recall/nl?linkType=gs1:recallStatus",
        headers={"accept-language": "nl-BE, en;q=0.5"},
    ),
    Row(
        "English for whoever reads both, English first",
        f"{SERIAL}?linkType=gs1:recallStatus",
        307,
        "https://maker.example/recall/en?linkType=gs1:recallStatus",
        headers={"accept-language": "nl;q=0.5, en"},
    ),
    Row("no language asked", f"{SERIAL}?linkType=gs1:recallStatus", 300, media_type=LINKSET),
    Row(
        "a language that neither has",
        f"{SERIAL}?linkType=gs1:recallStatus",
        300,
        media_type=LINKSET,
        headers={"accept-language": "fr"},
    ),
    Row("nothing tells them apart", f"{SERIAL}?linkType=gs1:certificationInfo", 300, media_type=LINKSET),
    Row("no context asked", f"{SERIAL}?linkType=gs1:serviceInfo", 300, media_type=LINKSET),
    Row("a context of neither", f"{SERIAL}?linkType=gs1:serviceInfo&context=NL", 300, media_type=LINKSET),
    Row(
        "the candidates as a page",
        f"{SERIAL}?linkType=gs1:serviceInfo",
        300,
        media_type="text/html; charset=utf-8",
        headers={"accept": BROWSER},
    ),
    # The linkset
    Row("by link type", f"{SERIAL}?linkType=linkset", 200, media_type=LINKSET),
    Row("by Accept", SERIAL, 200, media_type=LINKSET, headers={"accept": LINKSET}),
    Row("as JSON", SERIAL, 200, media_type=JSON, headers={"accept": JSON}),
    Row("as JSON by both", f"{SERIAL}?linkType=linkset", 200, media_type=JSON, headers={"accept": JSON}),
    Row("as JSON-LD", SERIAL, 200, media_type=JSON_LD, headers={"accept": JSON_LD}),
    Row(
        "as a page",
        f"{SERIAL}?linkType=linkset",
        200,
        media_type="text/html; charset=utf-8",
        headers={"accept": BROWSER},
    ),
    Row("of a label", f"/d/{CODE}", 200, media_type=LINKSET, headers={"accept": LINKSET}),
    Row("of a serial number that is not registered", f"{MODEL_KEY}/21/X?linkType=linkset", 200, media_type=LINKSET),
    # Malformed is 400, valid but unknown is 404, never 200
    Row("a wrong check digit", "/01/09521234543214", 400),
    Row("a GTIN of 13 digits", "/01/9521234543213", 400),
    Row("qualifiers in another order", f"{MODEL_KEY}/21/S/10/L", 400),
    Row("a qualifier of another key", f"{MODEL_KEY}/7040/1ABC", 400),
    Row("an attribute in the path", f"{MODEL_KEY}/17/261231", 400),
    Row("an unknown key of digits in the query", f"{MODEL_KEY}?123=x", 400),
    Row("a key by its old name", f"/gtin/{GTIN}", 400),
    Row("a qualifier alone", "/21/ABC", 400),
    Row("a key without a value", "/01", 400),
    Row("an empty value", f"{MODEL_KEY}/21//", 400),
    Row("broken percent-encoding", f"{MODEL_KEY}/21/%ZZ", 400),
    Row("a malformed key is malformed for a linkset too", "/01/1?linkType=linkset", 400),
    Row("an unknown GTIN", "/01/09521234543220", 404),
    Row("an unknown GTIN with a serial number", "/01/09521234543220/21/A", 404),
    Row("an unknown asset", "/8004/9521OTHER", 404),
    Row("a key that is valid and not ours", "/00/095212345432101239", 404),
    Row("an unknown GTIN has no linkset", "/01/09521234543220?linkType=linkset", 404),
)


def name(row: Row) -> str:
    return f"{row.rule}: {row.target} {row.headers or ''}"


def answer_to(row: Row) -> RawAnswer:
    return ask(APP, row.target, row.method, **row.headers)


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_the_answer_is_the_one_of_the_rule(row: Row) -> None:
    answer = answer_to(row)
    assert answer.status == row.status
    assert answer["location"] == (row.location or "")
    if row.media_type:
        assert answer["content-type"] == row.media_type
    if row.status == 307:
        assert answer.body == b""


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_every_answer_names_the_linkset_may_be_read_from_everywhere_and_has_a_head(row: Row) -> None:
    """Also errors, and OPTIONS of the same address."""
    head = ask(APP, row.target, "HEAD", **row.headers)
    got = ask(APP, row.target, "GET", **row.headers)
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")
    path = row.target.partition("?")[0]
    options = ask(APP, row.target, "OPTIONS")
    assert options.status == 204
    assert options["allow"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in options["access-control-allow-headers"]
    for answer in (got, options):
        assert f'<{PUBLIC}{path}?linkType=linkset>; rel="linkset"; type="application/linkset+json"' in answer["link"]
        assert answer["access-control-allow-origin"] == "*"
        assert answer["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert "Link" in answer["access-control-expose-headers"]


@pytest.mark.parametrize("row", [row for row in TABLE if row.status >= 400], ids=name)
def test_a_program_reads_a_problem_and_a_person_a_page(row: Row) -> None:
    program, person = ask(APP, row.target), ask(APP, row.target, accept=BROWSER)
    assert (program.status, program["content-type"]) == (row.status, "application/problem+json")
    assert (person.status, person["content-type"]) == (row.status, "text/html; charset=utf-8")


# Linksets


def linkset(target: str, **headers: str) -> list[dict[str, Any]]:
    levels: list[dict[str, Any]] = json.loads(ask(APP, target, **({"accept": LINKSET} | headers)).body)["linkset"]
    return levels


@pytest.mark.parametrize(
    ("target", "anchors", "passports"),
    [
        (MODEL_KEY, [MODEL_KEY], [MODEL]),
        (LOT, [LOT, MODEL_KEY], [BATCH, MODEL]),
        (SERIAL, [SERIAL, f"/passports/{BATCH}", MODEL_KEY], [ITEM, BATCH, MODEL]),
        (f"{LOT}/21/A%2F7", [f"{LOT}/21/A%2F7", LOT, MODEL_KEY], [ITEM, BATCH, MODEL]),
        (f"{MODEL_KEY}/21/X", [f"{MODEL_KEY}/21/X", MODEL_KEY], [MODEL, MODEL]),
        (f"{LOT}/21/X", [f"{LOT}/21/X", LOT, MODEL_KEY], [BATCH, BATCH, MODEL]),
        (f"/d/{CODE}", [f"/d/{CODE}", f"/passports/{BATCH}", f"/passports/{MODEL}"], [ITEM, BATCH, MODEL]),
        ("/8004/9521ASSET1", ["/8004/9521ASSET1", f"/passports/{MODEL}"], [ASSET, MODEL]),
        (f"/passports/{ITEM}", [f"/passports/{each}" for each in (ITEM, BATCH, MODEL)], [ITEM, BATCH, MODEL]),
    ],
)
def test_a_linkset_has_every_level_up_to_the_model_each_with_one_default_and_one_passport(
    target: str, anchors: list[str], passports: list[str]
) -> None:
    """The anchor of the first is the address that was asked for, as a string."""
    levels = linkset(target)
    assert [level["anchor"] for level in levels] == [PUBLIC + anchor for anchor in anchors]
    for level, passport in zip(levels, passports, strict=True):
        assert [link["href"] for link in level[f"{GS1}dpp"]] == [page_of(passport)]
        assert level[f"{GS1}defaultLink"] == [{"href": page_of(passport), "title": "Default link"}]
        assert all(key in {"anchor", "itemDescription"} or key.startswith(GS1) for key in level)


@pytest.mark.parametrize("schema", ["gs1-linkset-schema-2025-03.json", "linkset-schema-1.2-min.json"])
@pytest.mark.parametrize("row", [row for row in TABLE if row.media_type in {LINKSET, JSON, JSON_LD}], ids=name)
def test_every_linkset_and_every_list_of_candidates_is_valid(row: Row, schema: str) -> None:
    answer = answer_to(row)
    document = json.loads(answer.body)
    assert ("@context" in document) == (row.media_type == JSON_LD)
    assert 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"' in answer["link"]
    validator = Draft7Validator(json.loads(shared_data(f"gs1/{schema}").read_text()))
    assert [str(fault) for fault in validator.iter_errors({"linkset": document["linkset"]})] == []


def test_a_level_is_described_by_brand_and_model_and_says_what_is_not_registered() -> None:
    assert [level["itemDescription"] for level in linkset(f"{LOT}/21/A%2F7")] == [
        "Voorbeeld Boek 14, a device",
        "Voorbeeld Boek 14, a batch of the model",
        "Voorbeeld Boek 14, a model",
    ]
    missing, model = linkset(f"{MODEL_KEY}/21/X")
    assert missing["itemDescription"].startswith("Serial number X is not registered here")
    assert model["itemDescription"] == "Voorbeeld Boek 14, a model"
    assert linkset(f"{MODEL_KEY}/10/OTHER")[0]["itemDescription"].startswith("This identifier is not registered here")


def test_only_candidates_of_the_type_are_told_with_300() -> None:
    (level,) = json.loads(ask(APP, f"{SERIAL}?linkType=gs1:recallStatus").body)["linkset"]
    assert [link["hreflang"] for link in level[f"{GS1}recallStatus"]] == [["nl"], ["en"]]
    assert level["anchor"] == PUBLIC + SERIAL
    assert set(level) == {"anchor", "itemDescription", f"{GS1}recallStatus"}


def test_a_link_says_from_which_element_it_comes_and_in_which_form_and_language_it_is() -> None:
    assert linkset(SERIAL)[0][f"{GS1}instructions"] == [
        {
            "href": "https://maker.example/manual?v=1",
            "title": "Instructions",
            "type": "application/pdf",
            "hreflang": ["nl"],
            "context": ["userManual"],
        }
    ]


def test_a_linkset_that_did_not_change_is_not_sent_again() -> None:
    first = ask(APP, SERIAL, accept=LINKSET)
    again = ask(APP, SERIAL, accept=LINKSET, if_none_match=first["etag"])
    assert (again.status, again.body, again["etag"]) == (304, b"", first["etag"])


# Facts of one device


def test_a_found_device_is_reported_only_while_it_belongs_to_the_state_and_its_passport_is_active() -> None:
    found = reader()
    target = f"{SERIAL}?linkType=gs1:reportFound"
    assert ask(resolver(found), target)["location"].startswith(f"{page_of(ITEM)}/found?")
    for ended in (of_device(ITEM, of_state=False), of_device(ITEM, status="archived")):
        found.passports[ITEM] = ended
        assert ask(resolver(found), target).status == 404
    assert ask(APP, f"{MODEL_KEY}?linkType=gs1:reportFound").status == 404


def test_the_life_of_a_device_is_its_traceability() -> None:
    answer = ask(APP, f"{SERIAL}?linkType=gs1:traceability")
    assert answer["location"] == f"{page_of(ITEM)}?linkType=gs1:traceability#life"
    assert ask(APP, "/8004/9521ASSET1?linkType=gs1:traceability").status == 404


def test_a_retired_label_still_leads_to_its_device() -> None:
    retired = reader()
    retired.labels[CODE] = ("retired", ITEM)
    assert ask(resolver(retired), f"/d/{CODE}").status == 307


def test_the_path_that_answered_is_told_and_no_link_comes_from_the_host_of_the_request() -> None:
    answer = ask(APP, f"{MODEL_KEY}/21/X", host="evil.example", x_forwarded_host="evil.example")
    assert answer["kringpas-answered-by"] == MODEL_KEY
    assert f'<{page_of(MODEL)}>; rel="{GS1}dpp"' in answer["link"]
    assert "evil" not in str(answer.headers)


# The description file


def test_the_resolver_describes_itself_as_its_schema_asks() -> None:
    answer = ask(APP, "/.well-known/gs1resolver")
    described = json.loads(answer.body)
    assert (answer.status, answer["content-type"]) == (200, JSON)
    assert described["resolverRoot"] == PUBLIC
    assert described["supportedPrimaryKeys"] == ["01", "8004", "414", "417"]
    assert "repairInstructions" in described["supportedContextValuesEnumerated"]
    schema = json.loads(shared_data("gs1/description-file-schema-1.2.0.json").read_text())
    assert [str(fault) for fault in Draft7Validator(schema).iter_errors(described)] == []
    assert ask(APP, "/.well-known/gs1resolver", "HEAD").body == b""
    assert ask(APP, "/.well-known/gs1resolver", "OPTIONS").status == 204
