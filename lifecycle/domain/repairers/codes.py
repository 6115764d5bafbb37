"""The code of a repair key: short enough to be read aloud over a counter, too long to be guessed.

Rules:
1. Eleven random characters (55 bits) and one check character, in the alphabet of label codes: no i, l, o or u. It is
   printed in three groups of four: `7k3m-9x2p-4q8d`.
2. It is read in any case, with or without dashes and spaces, o for 0, i or l for 1. The check character catches every
   single wrong character, so that a slip of the tongue is no guess.
3. Only the SHA-256 of it is kept, under a label of its own, so that no other hash of the service is ever the same. A
   slow hash would add little: a code works for a week, guesses are counted, and it opens one device for a repairer.
"""

from hashlib import sha256

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import label_code, print_label_code, read_label_code

CODE_BYTES = 7
_LABEL = "kringpas repair key 1 "


def new_code(chance: bytes) -> str:
    """A code from seven random bytes, as it is printed."""
    return print_label_code(label_code(chance))


def hash_of(code: str) -> str:
    """What is kept of a code as somebody typed it, in hexadecimal; InvalidInput for what cannot be one."""
    try:
        typed = read_label_code(code)
    except InvalidInput as error:
        what = message("This is not a repair key: it has 12 letters and digits, and the last one checks the others.")
        remedy = message("Read it again from the screen or the paper of who has the device.")
        raise InvalidInput(what, (Problem("code", what),), remedy=remedy) from error
    return sha256((_LABEL + typed).encode()).hexdigest()
