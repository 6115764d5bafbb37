"""Who may do what, every use case with every role and every relation, compared with a second picture.

The picture is drawn here per role, the table per use case, on purpose: a change that nobody meant does not pass.
`*` stands for any relation, `o` owner, `c` custodian, `r` receiver, `k` shown a repair key.
"""

import pytest

from dpp.domain.actor import VISITOR, AccountId, Actor, Capability, OrganisationId, Role
from dpp.domain.errors import NotPermitted, NotSignedIn
from dpp.domain.permission import Relation
from lifecycle.domain.events import KINDS
from lifecycle.domain.permissions import LINKABLE, PERMISSIONS, USE_CASES

PICTURE = {
    Role.OWNER: """
        read_repair_order:ock approve_repair:o dispute_repair:o
        read_spare_stock:*
        make_repair_key:oc
        browse_marketplace:* reserve_offered:* read_reservations:r keep_reservation:r receive_reserved:r
        read_routing_policy:* read_monitoring:o read_overview:o
        make_request:* change_request:o read_request:o
        issue_statement:oc read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        change_goods:c hand_over_goods:c receive_goods:r read_goods:ocr
        read_erasure_tools:*
        send_events:* read_inbox:o resolve_inbox:o
        print_device_label:oc
        link_label:oc retire_label:oc
        register_device:o import_devices:* assign:o classify:o declare_surplus:o record_lock:o place_hold:o
        create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        redeploy:cr return_device:oc report_lost:oc read_found_report:o answer_found_report:o
        open_case:oc handle_case:oc read_case:oc
        read_device:ocr read_history:ocr read_decision:oc read_worklist:* take_work:* read_consignment:cr
    """,
    Role.ICT_PROVIDER: """
        open_repair_order:c work_on_repair_order:k read_repair_order:ock approve_repair:o dispute_repair:o
        edit_spares:* read_spare_stock:* read_spare_places:c count_spares:* reserve_spare:* take_spare:r
        give_back_spare:cr
        make_repair_key:oc
        browse_marketplace:* prepare_reserved:* add_photo:c remove_photo:c
        read_routing_policy:*
        read_support:* confirm_support:*
        issue_statement:oc read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        take_in_goods:* change_goods:c hand_over_goods:c receive_goods:r read_goods:ocr
        post_erasure_report:* settle_erasure_report:* read_erasure_bench:* read_erasure_tools:*
        read_erasure_map:* save_erasure_map:*
        send_events:* read_inbox:o resolve_inbox:o
        print_device_label:oc
        link_label:oc retire_label:oc
        register_device:* import_devices:*
        assign:c scan_intake:* match_identity:c attach_evidence:c read_evidence_again:c inspect:c record_lock:c
        record_hazard:c perform_sanitisation:c verify_sanitisation:c record_media:c repair:c refurbish:c harvest:c
        propose_route:c create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        redeploy:cr recycle:c return_device:oc report_lost:oc correct:c open_case:oc handle_case:oc read_case:oc
        read_device:ocr read_history:ocr read_decision:oc read_worklist:* take_work:* read_consignment:cr
    """,
    Role.DRZ: """
        read_repair_order:*
        edit_spares:* read_spare_stock:* read_spare_places:* count_spares:* give_back_spare:c
        make_repair_key:oc
        browse_marketplace:* keep_reservation:* prepare_reserved:* name_towns:* add_photo:c remove_photo:*
        read_routing_policy:* load_routing_policy:* preview_routing_policy:*
        activate_routing_policy:* read_routing_run:*
        read_support:* confirm_support:* export_repairs:*
        read_request:* allocate:* read_allocation:*
        issue_statement:* read_statement:*
        manage_web_hooks:* capture_epcis:* query_epcis:*
        take_in_goods:* change_goods:c hand_over_goods:c receive_goods:r read_goods:*
        post_erasure_report:* settle_erasure_report:* read_erasure_bench:* read_erasure_tools:*
        read_erasure_map:* save_erasure_map:*
        send_events:* read_inbox:* resolve_inbox:*
        print_device_label:*
        link_label:oc retire_label:oc
        register_device:* import_devices:*
        scan_intake:* match_identity:* attach_evidence:c read_evidence_again:c inspect:c record_lock:c record_hazard:c
        place_hold:* perform_sanitisation:c verify_sanitisation:c record_media:c
        propose_route:* approve_route:* override_route:* reserve:* decide_class:* read_class_decision:* read_overrides:*
        read_monitoring:*
        read_mandates:* confirm_mandate:*
        create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        redeploy:* sell:* recycle:* return_device:* take_back:* report_lost:* correct:* declare_surplus:o
        edit_donation_programme:* read_donation:*
        sell_lots:* read_lot:*
        open_case:* handle_case:* close_case:* read_case:*
        read_found_report:* answer_found_report:*
        read_device:* read_history:* read_decision:* read_worklist:* take_work:* read_consignment:*
    """,
    Role.COORDINATOR: """
        open_repair_order:c work_on_repair_order:k read_repair_order:ock approve_repair:o dispute_repair:o
        read_spare_stock:* read_spare_places:c count_spares:* give_back_spare:c
        make_repair_key:oc
        add_photo:c remove_photo:c
        read_routing_policy:*
        make_request:* change_request:o read_request:o
        issue_statement:oc read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        take_in_goods:* change_goods:c hand_over_goods:c receive_goods:r donate_goods:c read_goods:ocr
        post_erasure_report:* settle_erasure_report:* read_erasure_bench:* read_erasure_tools:*
        read_erasure_map:* save_erasure_map:*
        send_events:* read_inbox:o resolve_inbox:o
        print_device_label:oc
        link_label:oc retire_label:oc
        scan_intake:* attach_evidence:c read_evidence_again:c inspect:c record_lock:c record_hazard:c
        perform_sanitisation:c verify_sanitisation:c record_media:c repair:c refurbish:c
        create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        donate:oc recycle:c take_back:o report_lost:oc correct:c open_case:oc handle_case:oc read_case:oc
        edit_donation_programme:o deliver_donation:o answer_feedback:o read_donation:or
        read_device:ocr read_history:ocr read_decision:oc read_worklist:* take_work:* read_consignment:cr
    """,
    Role.INTERMEDIARY: "confirm_handover:r read_consignment:r give_feedback:r read_donation:or make_repair_key:ocr",
    Role.CARRIER: "confirm_handover:r collect_consignment:r read_consignment:r capture_epcis:* query_epcis:*",
    Role.REPAIRER: """
        open_repair_order:ck work_on_repair_order:k read_repair_order:ock approve_repair:o dispute_repair:o
        edit_spares:* read_spare_stock:* read_spare_places:c count_spares:* reserve_spare:* take_spare:r
        give_back_spare:cr
        register_repairer:* read_registration:o use_repair_key:*
        bid_on_lot:r read_lot:r
        read_routing_policy:*
        read_support:*
        make_request:* change_request:o read_request:o
        read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        send_events:* read_inbox:o resolve_inbox:o
        print_device_label:oc
        attach_evidence:ck read_evidence_again:c record_lock:c record_hazard:ck repair:ck
        create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        report_lost:oc correct:c read_device:ocrk read_history:ocrk read_worklist:* take_work:* read_consignment:cr
        open_case:oc handle_case:oc read_case:oc
    """,
    Role.REFURBISHER: """
        open_repair_order:ck work_on_repair_order:k read_repair_order:ock approve_repair:o dispute_repair:o
        edit_spares:* read_spare_stock:* read_spare_places:c count_spares:* reserve_spare:* take_spare:r
        give_back_spare:cr
        make_repair_key:oc register_repairer:* read_registration:o use_repair_key:*
        bid_on_lot:r read_lot:r
        add_photo:c remove_photo:c
        read_routing_policy:*
        read_support:*
        make_request:* change_request:o read_request:o
        issue_statement:oc read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        take_in_goods:* change_goods:c hand_over_goods:c receive_goods:r read_goods:ocr
        post_erasure_report:* settle_erasure_report:* read_erasure_bench:* read_erasure_tools:*
        read_erasure_map:* save_erasure_map:*
        send_events:* read_inbox:o resolve_inbox:o
        print_device_label:oc
        link_label:oc retire_label:oc
        scan_intake:* attach_evidence:ck read_evidence_again:c inspect:c record_lock:c record_hazard:ck
        perform_sanitisation:c verify_sanitisation:c record_media:c repair:ck refurbish:c harvest:c
        create_consignment:c offer_consignment:c withdraw_consignment:c receive_consignment:r
        collect_consignment:r answer_sent_difference:c answer_received_difference:r
        sell:o recycle:c report_lost:oc correct:c open_case:oc handle_case:oc read_case:oc
        read_device:ocrk read_history:ocrk read_worklist:* take_work:* read_consignment:cr
    """,
    Role.RECYCLER: """
        read_spare_stock:* read_spare_places:c count_spares:* give_back_spare:c
        read_routing_policy:*
        read_statement:ocr
        manage_web_hooks:* capture_epcis:* query_epcis:*
        take_in_goods:* change_goods:c receive_goods:r recycle_goods:c read_goods:ocr
        send_events:* read_inbox:o resolve_inbox:o
        scan_intake:* record_hazard:c record_media:c harvest:c receive_consignment:r answer_received_difference:r
        report_weights:r collect_consignment:r
        recycle:c report_recycled:c report_lost:oc correct:c open_case:oc handle_case:oc read_case:oc
        read_device:ocr read_history:ocr read_worklist:* take_work:* read_consignment:cr
    """,
    Role.POLICY_ADVISER: """
        read_routing_policy:* read_monitoring:*
    """,
    Role.MANUFACTURER: """
        edit_spares:*
    """,
    Role.ADMINISTRATOR: """
        edit_spares:*
        read_registration:* decide_registration:* import_repairers:*
        read_support:* load_support:* confirm_support:* load_faults:*
        read_erasure_tools:* edit_erasure_tools:* erase_text:* erase_evidence:* read_evidence_again:*
        read_mandates:* grant_mandate:* confirm_mandate:* read_routing_policy:*
    """,
    Role.PUBLIC_SERVANT: """
        browse_marketplace:* reserve_offered:* read_reservations:r keep_reservation:r receive_reserved:r
    """,
    Role.AUDITOR: """
        read_repair_order:*
        read_spare_stock:* read_spare_places:*
        read_registration:*
        browse_marketplace:*
        read_routing_policy:* read_routing_run:*
        read_support:* export_repairs:*
        read_request:* read_allocation:* read_donation:*
        read_statement:*
        read_goods:* read_erasure_map:*
        read_erasure_tools:*
        read_inbox:*
        query_epcis:*
        read_lot:*
        read_device:* read_history:* read_decision:* read_worklist:* read_consignment:* read_found_report:*
        read_case:*
        read_overrides:* read_class_decision:* read_mandates:* read_monitoring:*
    """,
}
LETTERS = {"o": Relation.OWNER, "c": Relation.CUSTODIAN, "r": Relation.RECEIVER, "k": Relation.REPAIRER}
CASES = sorted({grant.use_case for grant in PERMISSIONS})


def drawn(role: Role) -> dict[str, str]:
    return dict(line.split(":") for line in PICTURE.get(role, "").split())


def actor(role: Role) -> Actor:
    return Actor(AccountId("a"), OrganisationId("o"), frozenset({role}))


def test_the_picture_draws_every_use_case() -> None:
    assert sorted(set().union(*map(drawn, PICTURE))) == CASES


def allowed(role: Role, letter: str) -> set[str]:
    """The use cases that the table opens to this role with this relation; with none for `*`."""
    relations = frozenset({LETTERS[letter]} if letter in LETTERS else ())
    return {use_case for use_case in CASES if PERMISSIONS.allows(use_case, actor(role), relations)}


@pytest.mark.parametrize("letter", ["*", *LETTERS])
@pytest.mark.parametrize("role", Role)
def test_the_table_is_the_picture(role: Role, letter: str) -> None:
    """Every use case; a difference names those that it is in."""
    assert allowed(role, letter) == {
        use_case for use_case, letters in drawn(role).items() if {"*", letter} & {*letters}
    }


def refused(by: Actor, error: type[Exception]) -> set[str]:
    """The use cases that are refused with this error, whatever this actor is to the subject; no other comes."""

    def is_refused(use_case: str) -> bool:
        try:
            PERMISSIONS.check(use_case, by, frozenset(Relation))
        except error:
            return True
        return False

    return set(filter(is_refused, CASES))


def test_a_visitor_may_nothing() -> None:
    assert refused(VISITOR, NotSignedIn) == set(CASES)


SAYS_NOTHING_OF_ONE_DEVICE = {
    # whoever runs the service can only take a text away, without seeing it, and keep registers
    Role.ADMINISTRATOR: {"erase_text", "erase_evidence", "read_evidence_again"}
    | {"read_erasure_tools", "edit_erasure_tools"}
    | {"read_support", "load_support", "confirm_support", "load_faults", "edit_spares"}
    | {"read_mandates", "grant_mandate", "confirm_mandate", "read_routing_policy"}
    | {"read_registration", "decide_registration", "import_repairers"},
    # the numbers of a policy, and aggregates without small counts, say nothing of a device
    Role.POLICY_ADVISER: {"read_routing_policy", "read_monitoring"},
    # what the marketplace shows names no device but by its public passport
    Role.PUBLIC_SERVANT: {*drawn(Role.PUBLIC_SERVANT)},
    Role.BUYER: set[str](),
}


@pytest.mark.parametrize("role", SAYS_NOTHING_OF_ONE_DEVICE)
def test_who_has_no_business_with_single_devices_sees_none(role: Role) -> None:
    assert refused(actor(role), NotPermitted) >= set(CASES) - SAYS_NOTHING_OF_ONE_DEVICE[role]


def test_a_link_opens_its_own_use_case_on_its_own_subject_alone() -> None:
    holder = Actor(AccountId("l"), capability=Capability("confirm_handover", "c1"))
    opened = {
        (use_case, subject)
        for use_case in CASES
        for subject in ("c1", "c2")
        if PERMISSIONS.allows(use_case, holder, subject=subject)
    }
    assert opened == {("confirm_handover", "c1")}


def test_what_a_link_may_carry_is_a_use_case_of_the_table() -> None:
    assert {grant.use_case for grant in LINKABLE} <= set(CASES)


def test_every_kind_of_event_belongs_to_a_use_case() -> None:
    assert set(USE_CASES) == set(KINDS)
    assert set(USE_CASES.values()) <= set(CASES)


def test_the_auditor_changes_nothing() -> None:
    may = {use_case for use_case in CASES if PERMISSIONS.allows(use_case, actor(Role.AUDITOR), frozenset(Relation))}
    assert may.isdisjoint(USE_CASES.values())
