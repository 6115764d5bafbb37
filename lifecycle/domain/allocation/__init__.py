"""Which device goes to which request: by a rule that is fair between requesters, wastes nothing, and can be told.

rule        the numbers of the rule, and the order in which requesters take turns
supply      devices that are the same for every request, taken together
turns       who is served, one device at a time
transport   which device goes where, as a problem that a solver answers
allocate    the whole, with a reason for each device and each request
record      its plain form, and the hash of what it was made from
"""
