"""The CBV hash id of an event, and the canonical form of GS1 identifiers in it."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.epcis.gs1_uris import canonical_uri
from lifecycle.domain.epcis.hash_id import hash_id, pre_hash
from tests.support.shared import shared_data

PREFIXES = {"ex": "https://ns.example.com/epcis/"}
EVENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "eventTime": "2020-03-04T11:00:30+01:00",
    "eventTimeZoneOffset": "+01:00",
    "epcList": ["urn:epc:id:sgtin:0614141.011111.987"],
    "action": "OBSERVE",
    "bizStep": "departing",
    "disposition": "in_transit",
    "readPoint": {"id": "urn:epc:id:sgln:4012345.00011.0", "ex:door": "AB-12"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epc:id:gdti:4012345.11111.123"}],
    "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000"}],
    "destinationList": [{"type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00000"}],
    "ex:shift": "CD-34",
}
TEXT = (
    "eventType=ObjectEventeventTime=2020-03-04T10:00:30.000ZeventTimeZoneOffset=+01:00"
    "epcListepc=https://id.gs1.org/01/00614141111114/21/987action=OBSERVE"
    "bizStep=https://ref.gs1.org/cbv/BizStep-departingdisposition=https://ref.gs1.org/cbv/Disp-in_transit"
    "readPointid=https://id.gs1.org/414/4012345000115"
    "bizTransactionListtype=https://ref.gs1.org/cbv/BTT-po"
    "bizTransaction=https://id.gs1.org/253/4012345111118123"
    "sourceListtype=https://ref.gs1.org/cbv/SDT-owning_partysource=https://id.gs1.org/417/4012345000009"
    "destinationListtype=https://ref.gs1.org/cbv/SDT-owning_partydestination=https://id.gs1.org/417/0614141000005"
    "readPoint{https://ns.example.com/epcis/}door=AB-12{https://ns.example.com/epcis/}shift=CD-34"
)
"""Written out by hand from the rules of CBV 2.0, section 8.9.2."""


def test_the_text_that_is_hashed_follows_the_order_of_the_standard() -> None:
    assert pre_hash(EVENT, PREFIXES) == TEXT
    assert hash_id(EVENT, PREFIXES) == f"ni:///sha-256;{hashlib.sha256(TEXT.encode()).hexdigest()}?ver=CBV2.0"


@pytest.mark.parametrize(
    "change",
    [
        {"recordTime": "2021-01-01T00:00:00Z"},
        {"eventID": "urn:uuid:1"},
        {"errorDeclaration": {"declarationTime": "2021-01-01T00:00:00Z"}},
        {"eventTime": "2020-03-04T10:00:30.000Z"},
        {"bizStep": "urn:epcglobal:cbv:bizstep:departing"},
        {"epcList": ["https://shop.example/01/00614141111114/21/987"]},
    ],
)
def test_what_is_the_same_event_has_the_same_id(change: dict[str, Any]) -> None:
    assert hash_id(EVENT | change, PREFIXES) == hash_id(EVENT, PREFIXES)


@pytest.mark.parametrize("name", sorted(EVENT.keys() - {"type"}))
def test_every_member_counts(name: str) -> None:
    without = {member: value for member, value in EVENT.items() if member != name}
    assert name == "eventTime" or hash_id(without, PREFIXES) != hash_id(EVENT, PREFIXES)


@given(st.randoms(use_true_random=False))
def test_order_of_lists_and_members_makes_no_difference(random: Any) -> None:
    event = {**EVENT, "epcList": ["urn:x:1", "urn:x:2", "urn:x:3"], "ex:list": [{"ex:a": 1, "ex:b": [2, 3]}, "x"]}
    shuffled = list(event.items())
    random.shuffle(shuffled)
    mixed = dict(shuffled)
    mixed["epcList"] = random.sample(mixed["epcList"], 3)
    mixed["ex:list"] = random.sample(mixed["ex:list"], 2)
    assert pre_hash(mixed, PREFIXES) == pre_hash(event, PREFIXES)


@pytest.mark.parametrize("name", ["a", "b", "c", "d", "e"])
def test_the_order_is_that_of_the_published_examples(name: str) -> None:
    """The ids in GS1's examples are of the draft, which kept URNs as they were: all else of the text is the same."""
    document = json.loads(
        shared_data(f"epcis/examples/AssociationEvent/AssociationEvent-{name}.jsonld").read_text(encoding="utf-8")
    )
    event = document["epcisBody"]["eventList"][0]
    text = pre_hash(event, {}).replace("https://ref.gs1.org/cbv/BizStep-", "urn:epcglobal:cbv:bizstep:")
    identifiers = [event["parentID"], event["readPoint"]["id"], *event.get("childEPCs", ())]
    identifiers += [each["epcClass"] for each in event.get("childQuantityList", ())]
    for urn in sorted(identifiers, key=lambda each: -len(str(canonical_uri(each)))):
        text = text.replace(str(canonical_uri(urn)), urn)
    if name == "e":  # the order of URNs is not that of the links
        before, first, second = text.split("quantityElement")
        second, rest = second[: second.index("action=")], second[second.index("action=") :]
        text = "quantityElement".join([before, *sorted([first, second])]) + rest
    assert hashlib.sha256(text.encode()).hexdigest() in event["eventID"]


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("urn:epc:id:sgtin:0614141.107346.2017", "/01/10614141073464/21/2017"),
        ("urn:epc:id:sgtin:0614141.107346.A%2FB", "/01/10614141073464/21/A%2FB"),
        ("urn:epc:class:lgtin:4012345.012345.998877", "/01/04012345123456/10/998877"),
        ("urn:epc:idpat:sgtin:4012345.098765.*", "/01/04012345987652"),
        ("urn:epc:id:sscc:0614141.1234567890", "/00/106141412345678908"),
        ("urn:epc:id:sgln:0614141.07346.1234", "/414/0614141073467/254/1234"),
        ("urn:epc:id:sgln:9529999.99999.0", "/414/9529999999993"),
        ("urn:epc:id:pgln:4012345.00000", "/417/4012345000009"),
        ("urn:epc:id:grai:4012345.55555.987", "/8003/04012345555554987"),
        ("urn:epc:id:giai:4000001.12345", "/8004/400000112345"),
        ("https://id.example.org/some/stem/01/09520123456788/21/X?utm=1", "/01/09520123456788/21/X"),
    ],
)
def test_an_identifier_of_gs1_has_one_form(uri: str, link: str) -> None:
    assert canonical_uri(uri) == f"https://id.gs1.org{link}"


@pytest.mark.parametrize(
    "uri", ["urn:uuid:1", "urn:epc:id:sgtin:06141x1.107346.1", "urn:epc:id:sgtin:1.2.3", "urn:epc:id:x:1", "mailto:a@b"]
)
def test_what_is_no_identifier_of_gs1_stays_as_it_is(uri: str) -> None:
    assert canonical_uri(uri) is None
