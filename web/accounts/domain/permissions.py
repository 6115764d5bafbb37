"""Who may do what with accounts, organisations, keys and links.

Relation `owner` means here: the key, link or account is the actor's own, the name is that of a colleague. Saying who
one is (to sign in or out, to show a session, key, link, badge or PIN) comes before there is an actor, so it stands in
no table. Neither does the first administrator, who can be made only while there is none, from the command line.

Which use cases a link may carry, and who may put them there, is a second table that the context of those use cases
draws and the service is given (`Links`): without it, nobody hands out by link what they may not hand out.
"""

from dpp.domain.permission import PermissionTable

ACCOUNTS = PermissionTable.parse(
    """
    use case             | roles                                  | relation
    password.change      | signed-in                              | any
    account.create       | administrator                          | any
    account.list         | administrator auditor                  | any
    account.list         | signed-in                              | owner
    account.name         | administrator auditor drz              | any
    account.name         | signed-in                              | owner
    account.set_active   | administrator                          | any
    account.set_roles    | administrator                          | any
    password.reset       | administrator                          | any
    journal.read         | administrator auditor                  | any
    organisation.create  | administrator                          | any
    organisation.list    | signed-in                              | any
    credential.add       | administrator                          | any
    credential.end       | administrator                          | any
    key.create           | administrator                          | any
    key.list             | administrator auditor                  | any
    key.list             | signed-in                              | owner
    key.revoke           | administrator                          | any
    key.revoke           | signed-in                              | owner
    link.issue           | owner ict-provider drz coordinator     | any
    link.issue           | refurbisher repairer                   | any
    link.list            | administrator auditor                  | any
    link.list            | signed-in                              | owner
    link.revoke          | administrator                          | any
    link.revoke          | signed-in                              | owner
    station.enrol        | administrator                          | any
    station.list         | administrator auditor                  | any
    station.revoke       | administrator                          | any
    badge.make           | signed-in                              | owner
    badge.list           | administrator auditor                  | any
    badge.list           | signed-in                              | owner
    badge.revoke         | administrator                          | any
    badge.revoke         | signed-in                              | owner
    pin.set              | signed-in                              | owner
    pin.withdraw         | administrator                          | any
    pin.withdraw         | signed-in                              | owner
    """
)
