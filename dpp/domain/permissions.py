"""Who may do what with passports and labels (the table is data; `dpp.domain.permission` says how it is read).

A roll of labels is of the organisation that ordered it: it prints the roll, and retires it when it is lost. DRZ and the
ICT provider label devices for the whole State, so they may stick on labels of any roll, such as one that a ministry
sends along with its devices; a coordinator or a refurbisher, outside the State, only their own.
"""

from dpp.domain.permission import PermissionTable

PERMISSIONS = PermissionTable.parse("""
use case          | roles                                                                  | relation
register_model    | administrator drz ict-provider manufacturer                            | any
revise_passport   | administrator drz ict-provider manufacturer                            | owner
revise_passport   | administrator drz ict-provider                                         | registry
archive_passport  | administrator drz ict-provider manufacturer                            | owner
archive_passport  | administrator drz                                                      | registry
read_own_passport | administrator drz ict-provider manufacturer owner                      | owner
read_own_passport | administrator                                                          | registry
import_passports  | administrator drz ict-provider manufacturer                            | any
read_import       | drz ict-provider manufacturer owner                                    | owner
read_import       | administrator auditor                                                  | any
read_passport     | everyone                                                               | any
check_document    | everyone                                                               | any
read_scan         | signed-in                                                              | any
read_foreign_passport | signed-in                                                          | any
export_passport   | everyone                                                               | any
export_package    | administrator drz ict-provider manufacturer owner                      | owner
export_package    | administrator drz                                                      | registry
take_in_package   | administrator drz                                                      | any
read_registration | administrator drz ict-provider manufacturer owner                      | owner
read_registration | administrator auditor                                                  | any
read_backlog      | administrator auditor                                                  | any
hold_copy         | depositor                                                              | any
read_repair_guide | everyone                                                               | any
write_repair_guide | administrator drz ict-provider manufacturer                           | owner
write_repair_guide | administrator drz ict-provider                                        | registry
list_models       | everyone                                                               | any
read_applicability | everyone                                                              | any
read_expectations | administrator drz ict-provider manufacturer                            | owner
read_expectations | administrator drz ict-provider                                         | registry
claim_models      | manufacturer                                                           | any
list_claims       | administrator manufacturer                                             | any
read_claim        | manufacturer                                                           | owner
read_claim        | administrator                                                          | any
withdraw_claim    | manufacturer                                                           | owner
decide_claim      | administrator                                                          | any
take_over         | manufacturer                                                           | owner
file_contradiction | authority repairer refurbisher administrator                          | any
answer_contradiction | manufacturer                                                        | owner
list_contradictions | manufacturer authority repairer refurbisher administrator            | any
read_sources      | administrator drz ict-provider manufacturer                            | any
close_element     | administrator                                                          | any
close_element     | drz ict-provider manufacturer owner                                    | owner
read_closures     | administrator auditor                                                  | any
read_access_records | auditor                                                              | any
read_access_records | administrator drz ict-provider manufacturer owner                    | owner
read_access_records | administrator                                                        | registry
read_own_access_records | signed-in                                                        | any
explain_access    | everyone                                                               | any
adopt_classification | administrator drz ict-provider manufacturer                         | owner
adopt_classification | administrator drz                                                   | registry
read_versions     | signed-in                                                              | any
order_roll        | drz ict-provider owner coordinator refurbisher                         | any
read_roll         | drz ict-provider owner coordinator refurbisher                         | owner
read_roll         | auditor                                                                | any
print_roll        | drz ict-provider owner coordinator refurbisher                         | owner
use_roll          | drz ict-provider owner coordinator refurbisher                         | owner
use_roll          | drz ict-provider                                                       | any
retire_roll       | drz ict-provider owner coordinator refurbisher                         | owner
print_label       | administrator drz ict-provider owner coordinator refurbisher repairer  | any
""")
