"""Who may do what with passports and labels (the table is data; `dpp.domain.permission` says how it is read)."""

from dpp.domain.permission import PermissionTable

PERMISSIONS = PermissionTable.parse("""
use case          | roles                                                                  | relation
register_model    | administrator drz ict-provider manufacturer                            | any
revise_model      | administrator drz ict-provider manufacturer                            | any
read_passport     | everyone                                                               | any
list_models       | everyone                                                               | any
read_versions     | signed-in                                                              | any
print_label       | administrator drz ict-provider owner coordinator refurbisher repairer  | any
""")
