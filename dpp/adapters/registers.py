"""The registers of law and policy as this package carries them: applicability, retention, contradictions."""

import json
from datetime import timedelta
from functools import cache

from dpp.domain.applicability_register import Register, parse_register
from dpp.domain.retention import Retention, parse_retention
from schemas import catalog

VERSION = "1.0"


@cache
def load_register() -> Register:
    """The applicability register in force, parsed once."""
    return parse_register(catalog.read_text("applicability", VERSION, "register.json"))


@cache
def load_retention() -> Retention:
    """The retention rules in force, parsed once."""
    return parse_retention(catalog.read_text("retention", VERSION, "retention.json"))


@cache
def reply_term() -> timedelta:
    """For how long a contradiction that is filed now stays between its parties."""
    return timedelta(days=json.loads(catalog.read_text("contradiction-policy", VERSION, "policy.json"))["replyDays"])
