"""Every rule, in the order in which they are told.

Sources: the conformance statements of the GS1-conformant resolver standard 1.2 (they bear no numbers, so each is named
by its subject), RFC 9264 (linkset), RFC 8288 (Link), RFC 9110 (HTTP), the description file schema 1.2.0. Where our own
profile asks more than the standard does, the source says so.
"""

from dpp.domain.conformance import description, faults, link_types, linksets, redirects, transport
from dpp.domain.conformance.probe import Probe
from dpp.domain.conformance.verdict import Duty, Finding, Rule

_SHALL, _SHOULD = Duty.SHALL, Duty.SHOULD
_OF = "GS1-conformant resolver 1.2, "
ProbeRule = Rule[Probe]

RULES: tuple[ProbeRule, ...] = (
    ProbeRule("tls", _SHALL, _OF + "HTTPS", "It is reached over TLS.", transport.over_tls),
    ProbeRule(
        "description-file",
        _SHALL,
        _OF + "description file",
        "It describes itself at /.well-known/gs1resolver.",
        description.is_there,
    ),
    ProbeRule(
        "description-form",
        _SHALL,
        "description file schema 1.2.0",
        "The description has the form of its schema.",
        description.has_the_form,
    ),
    ProbeRule(
        "description-keys",
        _SHALL,
        _OF + "description file",
        "The description lists the keys that it answers.",
        description.lists_the_key,
    ),
    ProbeRule(
        "description-context",
        _SHOULD,
        _OF + "description file",
        "The description names the JSON-LD context of its linksets.",
        description.names_its_context,
    ),
    ProbeRule(
        "redirect",
        _SHALL,
        _OF + "default link",
        "A plain request is sent on to the default link.",
        redirects.sends_on,
    ),
    ProbeRule(
        "redirect-307",
        _SHOULD,
        "RFC 9110, section 15.4.8",
        "A redirect is temporary and keeps the method.",
        redirects.sends_on_for_now,
    ),
    ProbeRule("head", _SHALL, _OF + "methods", "HEAD answers as GET does, without a body.", transport.answers_head),
    ProbeRule("options", _SHALL, _OF + "methods", "OPTIONS tells the methods.", transport.answers_options),
    ProbeRule(
        "cors",
        _SHALL,
        _OF + "CORS",
        "Every answer may be read by a page of another origin.",
        transport.readable_across_origins,
    ),
    ProbeRule(
        "cors-methods",
        _SHALL,
        _OF + "CORS",
        "OPTIONS tells a page of another origin which methods it may use.",
        transport.names_methods_across_origins,
    ),
    ProbeRule(
        "linkset-header",
        _SHOULD,
        _OF + "Link header; RFC 8288",
        "Every answer names the linkset.",
        transport.names_the_linkset,
    ),
    ProbeRule(
        "query",
        _SHALL,
        _OF + "query string",
        "The query of the request is passed on unchanged.",
        redirects.passes_the_query_on,
    ),
    ProbeRule(
        "trailing-slash",
        _SHOULD,
        _OF + "trailing slash",
        "A slash at the end does no harm.",
        redirects.tolerates_a_slash,
    ),
    ProbeRule(
        "qualifiers",
        _SHALL,
        _OF + "key qualifiers, default link",
        "Every valid qualifier is answered, from its own level or from one above it.",
        redirects.answers_every_qualifier,
    ),
    ProbeRule(
        "levels-without-redirect",
        _SHOULD,
        "profile of this registry",
        "A level answers for the one below it without a redirect between them.",
        redirects.stays_between_levels,
    ),
    ProbeRule(
        "linkset-by-type",
        _SHALL,
        _OF + "linkset",
        "linkType=linkset is answered with the linkset, not with a redirect.",
        linksets.by_link_type,
    ),
    ProbeRule(
        "linkset-by-accept",
        _SHALL,
        _OF + "linkset; RFC 9264, section 4.2",
        "Accept: application/linkset+json is answered with the linkset in that form.",
        linksets.by_accept,
    ),
    ProbeRule("linkset-as-json", _SHOULD, _OF + "linkset", "The linkset can be had as plain JSON.", linksets.as_json),
    ProbeRule(
        "linkset-as-json-ld", _SHOULD, _OF + "linkset", "The linkset can be had as JSON-LD.", linksets.as_json_ld
    ),
    ProbeRule("linkset-as-page", _SHOULD, _OF + "linkset", "A person gets the linkset as a page.", linksets.as_a_page),
    ProbeRule(
        "linkset-context",
        _SHOULD,
        _OF + "linkset",
        "A linkset in JSON names its JSON-LD context in a Link header.",
        linksets.names_its_context,
    ),
    ProbeRule(
        "linkset-form",
        _SHALL,
        "linkset schema; RFC 9264, section 4.2",
        "The linkset has the form of its schema: every link has an address and a title.",
        linksets.has_the_form,
    ),
    ProbeRule(
        "linkset-anchor",
        _SHALL,
        _OF + "linkset",
        "The anchor is the address that was asked for, as a string.",
        linksets.has_the_anchor,
    ),
    ProbeRule(
        "linkset-levels",
        _SHALL,
        _OF + "linkset",
        "The links of every level up to the key are in the linkset.",
        linksets.has_every_level,
    ),
    ProbeRule(
        "types-in-full",
        _SHALL,
        "RFC 9264, section 4.2.3",
        "Link types are whole addresses.",
        linksets.names_types_in_full,
    ),
    ProbeRule(
        "types-ratified",
        _SHOULD,
        _OF + "link types; GS1 Web Vocabulary 1.16",
        "Link types in GS1's vocabulary are ratified ones.",
        linksets.uses_ratified_types,
    ),
    ProbeRule(
        "one-default", _SHALL, _OF + "default link", "There is exactly one default link.", linksets.has_one_default
    ),
    ProbeRule(
        "bare-default",
        _SHALL,
        _OF + "default link",
        "The default link has a title and no other attribute.",
        linksets.has_a_bare_default,
    ),
    ProbeRule(
        "described-default",
        _SHALL,
        _OF + "default link",
        "The default link also stands under a type that describes it.",
        linksets.describes_the_default,
    ),
    ProbeRule(
        "default-answers",
        _SHALL,
        _OF + "default link",
        "A plain request leads to the default link of the linkset.",
        linksets.sends_on_to_the_default,
    ),
    ProbeRule(
        "one-passport",
        _SHOULD,
        "profile of this registry",
        "Each level has one product passport.",
        linksets.has_one_passport,
    ),
    ProbeRule(
        "type-by-name",
        _SHALL,
        _OF + "link type",
        "A link type that is asked for as gs1:name is sent on to.",
        link_types.sends_on_by_short_name,
    ),
    ProbeRule(
        "type-by-address",
        _SHALL,
        _OF + "link type",
        "A link type that is asked for by its whole address is sent on to.",
        link_types.sends_on_by_address,
    ),
    ProbeRule(
        "type-not-there",
        _SHALL,
        _OF + "link type",
        "A link type that is not there is answered with 404.",
        link_types.misses_with_404,
    ),
    ProbeRule(
        "undecided",
        _SHOULD,
        _OF + "multiple links",
        "Links between which nothing decides are told with 300.",
        link_types.tells_what_it_cannot_decide,
    ),
    ProbeRule(
        "language",
        _SHOULD,
        _OF + "Accept-Language; RFC 4647, section 3.4",
        "Accept-Language chooses between links, nl-BE for nl too.",
        link_types.chooses_by_language,
    ),
    ProbeRule(
        "malformed",
        _SHALL,
        _OF + "validation",
        "What is no valid Digital Link is answered with 400.",
        faults.refuses_what_is_malformed,
    ),
    ProbeRule(
        "unknown",
        _SHALL,
        "RFC 9110, section 15.5.5",
        "What is valid and not known is answered with 404.",
        faults.misses_what_is_unknown,
    ),
    ProbeRule(
        "no-200-for-errors", _SHALL, _OF + "errors", "No error is told with 200.", faults.tells_no_error_with_200
    ),
)


def check(probe: Probe) -> tuple[Finding, ...]:
    """What is found of every rule."""
    return tuple(_found(rule, probe) for rule in RULES)


def _found(rule: ProbeRule, probe: Probe) -> Finding:
    probe.asked()
    verdict = rule.check(probe)
    return Finding(rule.name, rule.duty, rule.source, rule.says, verdict, probe.asked())
