"""How claims of identity are compared.

A serial number is unique per maker only, and scanners, stickers and firmware write one number in different ways. Two
claims name the same thing when they are equal without case and white space; what else looks alike (O and 0, I and 1) is
a near miss, for a person to see, and never an equality.
"""


def claim_key(value: str) -> str:
    """The form in which claims are stored and found: upper case, no white space."""
    return "".join(value.split()).upper()
