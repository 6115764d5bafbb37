"""Repair a device or not: what is broken, what mending it costs, and what a repaired device still is good for.

`advice.advise` is the question. Facts and the policy are those of routing, and where the device can go once it is
repaired is decided by routing itself, again, with the repaired facts.
"""
