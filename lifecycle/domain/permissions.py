"""Who may do what with devices and consignments (the table is data; `dpp.domain.permission` says how it is read).

Relations to a device: its owner (or lessee), its custodian, the receiver of a hand-over under way. To a consignment:
the sender stands as custodian, the receiver and the carrier as receiver. To a donation programme or a delivery: the
coordinator stands as owner, the intermediary as receiver. Who owned or had a device before stands as its owner where it
is taken back.
To a lot the seller stands as owner, and as receiver a buyer to whom it is offered: refurbishers and repairers buy (the
role `buyer` is a procurer of government).

DRZ routes, and sees every device. The ICT provider does intake, inspection and erasure on what is in its custody. The
owner decides about what is its own. Whoever handles or owns a device labels it. The coordinator receives, and handles
what it has. Repairers, refurbishers and recyclers act on what is in their custody. What came late and was set aside is
for who sent it, and for DRZ. What a finder reports of a device is for its owner and for DRZ. The auditor reads
everything but the words of finders, and changes nothing. The policy adviser sees no single device here; the public
servant sees what the government marketplace shows of what is on offer, and what its own organisation reserved (to a
reservation that organisation stands as receiver). A visitor has no line, and so may nothing. Whoever runs the service
(the administrator) erases a text where somebody has a right to that, keeps the register of erasure tools, the dates of
support and the catalogue of spare parts, reads the routing policies, and does nothing else.
To spare parts that lie here whoever has them stands as custodian, and who reserved one as receiver. The catalogue and
its prices are public, and have no line.

To a repair order the organisation that repairs stands as repairer, also when the device went back; the owner of the
device stands as its owner.

Who was shown a repair key of a device (relation `repairer`) reads of it what a repair needs, and logs the repair: parts
out and in, the quote, the outcome, files of evidence, and a hazard that it finds or takes away. Nothing else of it.
Who owns or has a device makes its keys; of a delivery the coordinator stands as owner and the intermediary as receiver.
Repairers register their organisation, which stands as owner of its registration; the administrator checks it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.permission import PermissionTable

PERMISSIONS = PermissionTable.parse("""
use case             | roles                                                             | relation
register_device      | owner                                                             | owner
register_device      | ict-provider drz                                                  | any
import_devices       | owner ict-provider drz                                            | any
assign               | owner                                                             | owner
assign               | ict-provider                                                      | custodian
classify             | owner                                                             | owner
declare_surplus      | owner                                                             | owner
declare_surplus      | drz                                                               | owner
send_events          | owner ict-provider drz coordinator refurbisher repairer recycler  | any
read_inbox           | drz auditor                                                       | any
read_inbox           | owner ict-provider coordinator refurbisher repairer recycler      | owner
resolve_inbox        | drz                                                               | any
resolve_inbox        | owner ict-provider coordinator refurbisher repairer recycler      | owner
scan_intake          | ict-provider drz coordinator refurbisher recycler                 | any
match_identity       | drz                                                               | any
match_identity       | ict-provider                                                      | custodian
attach_evidence      | ict-provider drz coordinator refurbisher repairer                 | custodian
attach_evidence      | repairer refurbisher                                              | repairer
inspect              | ict-provider drz coordinator refurbisher                          | custodian
record_lock          | owner                                                             | owner
record_lock          | ict-provider drz coordinator refurbisher repairer                 | custodian
record_hazard        | ict-provider drz coordinator refurbisher repairer recycler        | custodian
record_hazard        | repairer refurbisher                                              | repairer
place_hold           | owner                                                             | owner
place_hold           | drz                                                               | any
perform_sanitisation | ict-provider drz coordinator refurbisher                          | custodian
verify_sanitisation  | ict-provider drz coordinator refurbisher                          | custodian
post_erasure_report  | ict-provider drz coordinator refurbisher                          | any
settle_erasure_report | ict-provider drz coordinator refurbisher                         | any
read_erasure_bench   | ict-provider drz coordinator refurbisher                          | any
issue_statement      | drz                                                               | any
issue_statement      | owner ict-provider coordinator refurbisher                        | owner custodian
read_statement       | drz auditor                                                       | any
read_statement       | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian receiver
read_erasure_tools   | owner ict-provider drz coordinator refurbisher auditor administrator | any
edit_erasure_tools   | administrator                                                     | any
read_erasure_map     | ict-provider drz coordinator refurbisher auditor                  | any
save_erasure_map     | ict-provider drz coordinator refurbisher                          | any
record_media         | ict-provider drz coordinator refurbisher recycler                 | custodian
repair               | ict-provider coordinator refurbisher repairer                     | custodian
repair               | repairer refurbisher                                              | repairer
open_repair_order    | ict-provider coordinator refurbisher repairer                     | custodian
open_repair_order    | repairer refurbisher                                              | repairer
work_on_repair_order | ict-provider coordinator refurbisher repairer                     | repairer
read_repair_order    | drz auditor                                                       | any
read_repair_order    | owner ict-provider coordinator refurbisher repairer               | owner custodian repairer
approve_repair       | owner ict-provider coordinator refurbisher repairer               | owner
dispute_repair       | owner ict-provider coordinator refurbisher repairer               | owner
refurbish            | ict-provider coordinator refurbisher                              | custodian
harvest              | ict-provider refurbisher recycler                                 | custodian
propose_route        | drz                                                               | any
propose_route        | ict-provider                                                      | custodian
approve_route        | drz                                                               | any
override_route       | drz                                                               | any
read_overrides       | drz auditor                                                       | any
read_monitoring      | drz auditor policy-adviser                                        | any
read_monitoring      | owner                                                             | owner
read_overview        | owner                                                             | owner
decide_class         | drz                                                               | any
read_class_decision  | drz auditor                                                       | any
read_mandates        | drz auditor administrator                                         | any
grant_mandate        | administrator                                                     | any
confirm_mandate      | drz administrator                                                 | any
reserve              | drz                                                               | any
browse_marketplace   | public-servant owner ict-provider drz auditor                     | any
reserve_offered      | public-servant owner                                              | any
read_reservations    | public-servant owner                                              | receiver
keep_reservation     | public-servant owner                                              | receiver
keep_reservation     | drz                                                               | any
prepare_reserved     | ict-provider drz                                                  | any
receive_reserved     | public-servant owner                                              | receiver
name_towns           | drz                                                               | any
add_photo            | ict-provider drz coordinator refurbisher                          | custodian
remove_photo         | ict-provider coordinator refurbisher                              | custodian
remove_photo         | drz                                                               | any
make_request         | owner coordinator refurbisher repairer                            | any
change_request       | owner coordinator refurbisher repairer                            | owner
read_request         | drz auditor                                                       | any
read_request         | owner coordinator refurbisher repairer                            | owner
allocate             | drz                                                               | any
read_allocation      | drz auditor                                                       | any
create_consignment   | owner ict-provider drz coordinator refurbisher repairer           | custodian
offer_consignment    | owner ict-provider drz coordinator refurbisher repairer           | custodian
withdraw_consignment | owner ict-provider drz coordinator refurbisher repairer           | custodian
receive_consignment  | owner ict-provider drz coordinator refurbisher repairer recycler  | receiver
answer_sent_difference | owner ict-provider drz coordinator refurbisher repairer         | custodian
answer_received_difference | owner ict-provider drz coordinator refurbisher repairer recycler | receiver
collect_consignment  | carrier owner ict-provider drz coordinator refurbisher repairer recycler | receiver
report_weights       | recycler                                                          | receiver
confirm_handover     | carrier intermediary                                              | receiver
redeploy             | drz                                                               | any
redeploy             | owner ict-provider                                                | custodian receiver
donate               | coordinator                                                       | owner custodian
sell                 | drz                                                               | any
sell                 | refurbisher                                                       | owner
recycle              | drz                                                               | any
recycle              | ict-provider coordinator refurbisher recycler                     | custodian
report_recycled      | recycler                                                          | custodian
return_device        | drz                                                               | any
return_device        | owner ict-provider                                                | owner custodian
take_back            | drz                                                               | any
take_back            | coordinator                                                       | owner
edit_donation_programme | drz                                                            | any
edit_donation_programme | coordinator                                                    | owner
deliver_donation     | coordinator                                                       | owner
give_feedback        | intermediary                                                      | receiver
answer_feedback      | coordinator                                                       | owner
read_donation        | drz auditor                                                       | any
read_donation        | coordinator intermediary                                          | owner receiver
sell_lots            | drz                                                               | any
read_lot             | drz auditor                                                       | any
read_lot             | refurbisher repairer                                              | receiver
bid_on_lot           | refurbisher repairer                                              | receiver
report_lost          | drz                                                               | any
report_lost          | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian
print_device_label   | drz                                                               | any
print_device_label   | owner ict-provider coordinator refurbisher repairer               | owner custodian
link_label           | owner ict-provider drz coordinator refurbisher                    | owner custodian
retire_label         | owner ict-provider drz coordinator refurbisher                    | owner custodian
read_found_report    | drz auditor                                                       | any
read_found_report    | owner                                                             | owner
answer_found_report  | drz                                                               | any
answer_found_report  | owner                                                             | owner
correct              | drz                                                               | any
correct              | ict-provider coordinator refurbisher repairer recycler            | custodian
open_case            | drz                                                               | any
open_case            | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian
handle_case          | drz                                                               | any
handle_case          | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian
close_case           | drz                                                               | any
manage_web_hooks     | owner ict-provider drz coordinator refurbisher repairer recycler  | any
read_case            | drz auditor                                                       | any
read_case            | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian
take_in_goods        | ict-provider drz coordinator refurbisher recycler                 | any
change_goods         | owner ict-provider drz coordinator refurbisher recycler           | custodian
hand_over_goods      | owner ict-provider drz coordinator refurbisher                    | custodian
receive_goods        | owner ict-provider drz coordinator refurbisher recycler           | receiver
donate_goods         | coordinator                                                       | custodian
recycle_goods        | recycler                                                          | custodian
read_goods           | drz auditor                                                       | any
read_goods           | owner ict-provider coordinator refurbisher recycler               | owner custodian receiver
read_device          | drz auditor                                                       | any
read_device          | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian receiver
read_device          | repairer refurbisher                                              | repairer
read_history         | drz auditor                                                       | any
read_history         | owner ict-provider coordinator refurbisher repairer recycler      | owner custodian receiver
read_history         | repairer refurbisher                                              | repairer
erase_text           | administrator                                                     | any
capture_epcis        | owner ict-provider drz coordinator carrier                        | any
capture_epcis        | refurbisher repairer recycler                                     | any
query_epcis          | owner ict-provider drz coordinator carrier auditor                | any
query_epcis          | refurbisher repairer recycler                                     | any
erase_evidence       | administrator                                                     | any
read_evidence_again  | administrator                                                     | any
read_evidence_again  | ict-provider drz coordinator refurbisher repairer                 | custodian
read_support         | administrator ict-provider drz auditor repairer refurbisher         | any
load_support         | administrator                                                     | any
load_faults          | administrator                                                     | any
export_repairs       | drz auditor                                                       | any
confirm_support      | administrator ict-provider drz                                    | any
edit_spares          | manufacturer ict-provider drz refurbisher repairer administrator | any
read_spare_stock     | drz auditor owner ict-provider coordinator                      | any
read_spare_stock     | refurbisher repairer recycler                                   | any
read_spare_places    | drz auditor                                                     | any
read_spare_places    | ict-provider coordinator refurbisher repairer recycler          | custodian
count_spares         | ict-provider drz coordinator refurbisher repairer recycler      | any
reserve_spare        | ict-provider refurbisher repairer                               | any
take_spare           | ict-provider refurbisher repairer                               | receiver
give_back_spare      | ict-provider refurbisher repairer                               | custodian receiver
give_back_spare      | drz coordinator recycler                                        | custodian
read_decision        | drz auditor                                                       | any
read_decision        | owner ict-provider coordinator                                    | owner custodian
read_routing_policy  | owner ict-provider drz coordinator refurbisher repairer recycler | any
read_routing_policy  | auditor policy-adviser administrator                              | any
load_routing_policy  | drz                                                               | any
preview_routing_policy | drz                                                             | any
activate_routing_policy | drz                                                            | any
read_routing_run     | drz auditor                                                       | any
register_repairer    | repairer refurbisher                                              | any
read_registration    | administrator auditor                                             | any
read_registration    | repairer refurbisher                                              | owner
decide_registration  | administrator                                                     | any
import_repairers     | administrator                                                     | any
make_repair_key      | owner ict-provider drz coordinator refurbisher intermediary       | owner custodian
make_repair_key      | intermediary                                                      | receiver
use_repair_key       | repairer refurbisher                                              | any
read_worklist        | drz auditor owner ict-provider                                    | any
read_worklist        | coordinator refurbisher repairer recycler                         | any
take_work            | drz owner ict-provider                                            | any
take_work            | coordinator refurbisher repairer recycler                         | any
read_consignment     | drz auditor                                                       | any
read_consignment     | owner ict-provider coordinator refurbisher repairer recycler      | custodian receiver
read_consignment     | carrier intermediary                                              | receiver
""")

LINKABLE = PermissionTable.parse("""
use case             | roles                               | relation
confirm_handover     | owner ict-provider drz coordinator  | any
give_feedback        | coordinator                         | owner
approve_repair       | ict-provider coordinator refurbisher repairer | repairer
""")
"""Which of these use cases a link may carry to somebody without an account, and who may hand out such a link."""

STATION = PermissionTable.parse("""
use case             | roles                                     | relation
post_erasure_report  | ict-provider drz coordinator refurbisher  | any
""")
"""To which of these use cases a key can be bound, as that of a wiping station: it may do that and nothing else."""

_EVENTS = {
    "register_device": "passport_registered thing_registered",
    "assign": "assigned unassigned",
    "classify": "classified",
    "declare_surplus": "declared_surplus",
    "scan_intake": "intake_scanned",
    "match_identity": "identity_matched identity_conflict",
    "attach_evidence": "evidence_attached",
    "read_evidence_again": "evidence_read_again",
    "erase_evidence": "evidence_erased",
    "inspect": "inspected charger_seen",
    "record_lock": "locks_checked lock_found lock_released",
    "record_hazard": "hazard_found hazard_cleared",
    "place_hold": "hold_placed hold_released",
    "perform_sanitisation": "sanitisation_performed",
    "verify_sanitisation": "sanitisation_verified sanitisation_failed",
    "record_media": "media_removed media_destroyed",
    "repair": "component_removed component_installed repair_quoted repaired repair_failed",
    "refurbish": "refurbished",
    "harvest": "harvested",
    "propose_route": "route_proposed",
    "approve_route": "route_approved",
    "override_route": "route_overridden",
    "reserve": "reserved released",
    "offer_consignment": "transfer_offered",
    "withdraw_consignment": "transfer_withdrawn",
    "receive_consignment": "transfer_received transfer_disputed custody_changed ownership_changed",
    "redeploy": "redeployed",
    "donate": "donated",
    "sell": "sold",
    "recycle": "sent_to_recycler",
    "report_recycled": "recycled",
    "return_device": "returned_to_owner returned_to_lessor exchanged_under_warranty traded_in",
    "take_back": "taken_back",
    "report_lost": "lost_or_stolen found",
    "link_label": "label_linked",
    "retire_label": "label_retired",
    "correct": "corrected",
    "open_case": "case_opened",
    "handle_case": "case_step_taken",
    "close_case": "case_closed",
}

USE_CASES: Mapping[str, str] = MappingProxyType(
    {kind: use_case for use_case, kinds in _EVENTS.items() for kind in kinds.split()}
)
"""Under which use case an event of this kind is recorded by itself."""
