"""What a password must be (NIST SP 800-63B, revision 3, 5.1.1.2).

Rules:
1. Its length is between the policy's shortest and longest, counted in characters after normalisation (NFKC, so that
   another keyboard or system gives the same password).
2. It is not one of the passwords that everybody tries first, and has at least five different characters.
3. Without the words of the sign-in name, the display name and the service's own name, eight characters are left.
4. No rules of composition (capitals, digits, signs) and no change by the calendar: they make passwords worse.
"""

import re
from unicodedata import normalize

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message
from web.accounts.domain.policy import Policy

OWN_WORDS = ("kringpas",)
_LEFT = 8
_DIFFERENT = 5
_COMMON_TEXT = """
123456789012 1234567890123 12345678901234 123456789abc 1234567890ab 0123456789ab 0123456789abcdef 1q2w3e4r5t6y
1qaz2wsx3edc abcdefghijkl abcdefghijklm abc123abc123 administrator administrator1 administrator123 changemechangeme
correcthorsebatterystaple geheim123456 geheimgeheim hallohallo12 iloveyouiloveyou letmeinletmein passwordpassword
password1234 password12345 password123456 qwertyuiopas qwertyuiop123 qwerty123456 qwertyqwerty wachtwoord12
wachtwoord123 wachtwoord1234 wachtwoord12345 wachtwoordwachtwoord welkom123456 welkom2025!! welkom2026!!
welkomwelkom zomer2025zomer zomer2026zomer
"""
COMMON = frozenset(_COMMON_TEXT.split())


def normalised(password: str) -> str:
    """The form that is hashed (rule 1); half a surrogate, which is no character, becomes a question mark."""
    return normalize("NFKC", password).encode(errors="replace").decode()


def possible(password: str, policy: Policy) -> bool:
    """Whether this can be anybody's password by its length alone: nothing longer is ever hashed."""
    return len(password) <= policy.password_longest


def check_password(password: str, names: tuple[str, ...], policy: Policy) -> None:
    """Return when the password may be used by one who has these names; else InvalidInput with every fault."""
    faults = _faults(normalised(password), names, policy)
    if faults:
        problems = tuple(Problem("password", fault) for fault in faults)
        remedy = message("Take a sentence, or a few words that have nothing to do with each other.")
        raise InvalidInput(message("This password cannot be used."), problems, remedy=remedy)


def _faults(password: str, names: tuple[str, ...], policy: Policy) -> list[Message]:
    shortest, longest = policy.password_shortest, policy.password_longest
    faults = []
    if len(password) < shortest:
        faults.append(message("It is shorter than {shortest} characters.", shortest=shortest))
    if len(password) > longest:
        faults.append(message("It is longer than {longest} characters.", longest=longest))
    if password.casefold() in COMMON or len(set(password)) < _DIFFERENT:
        faults.append(message("It is one of the first that others try."))
    if len(_without_names(password, names)) < _LEFT:
        faults.append(message("It is little more than your name or the name of this service."))
    return faults


def _without_names(password: str, names: tuple[str, ...]) -> str:
    words = {word for name in (*names, *OWN_WORDS) for word in re.findall(r"\w{3,}", name.casefold())}
    rest = password.casefold()
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = rest.replace(word, "")
    return rest
