"""Who may do what with passports and labels (the table is data; `dpp.domain.permission` says how it is read)."""

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
read_passport     | everyone                                                               | any
check_document    | everyone                                                               | any
export_passport   | everyone                                                               | any
list_models       | everyone                                                               | any
read_applicability | everyone                                                              | any
read_expectations | administrator manufacturer                                             | any
read_sources      | administrator drz ict-provider manufacturer                            | any
read_versions     | signed-in                                                              | any
print_label       | administrator drz ict-provider owner coordinator refurbisher repairer  | any
""")
