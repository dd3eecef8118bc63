"""Names that say which role a speaker has: "Therapist", "Dr. Lee", "C:", "Client 2"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from changetalk.transcripts.model import Role
from changetalk.transcripts.wordlists import words

COUNSELOR_WORDS = words(
    """advisor adviser assistant bot chatbot clinician coach counsellor counselor dietician dietitian doctor
    dr educator facilitator gp guide helper interviewer mentor navigator nurse officer pharmacist physician
    practitioner provider psychiatrist psychologist psychotherapist specialist therapist worker"""
)
"""Words in a name that tell a counselor."""

CLIENT_WORDS = words("caller client consumer interviewee participant patient respondent user")
"""Words in a name that tell a client."""

COUNSELOR_SHORT = words("coun couns doc mi rn th ther")
"""Short forms that tell a counselor when they are the whole name; in a longer one they may be names."""

CLIENT_SHORT = words("cl clt ppt pt sp")
"""Short forms that tell a client when they are the whole name."""

LETTERS: dict[str, frozenset[Role]] = {
    "t": frozenset({"counselor"}),
    "i": frozenset({"counselor"}),
    "c": frozenset({"client", "counselor"}),
    "p": frozenset({"client", "counselor"}),
}
"""Single letters that stand for a role. C may be a client or a clinician, P a patient or a provider."""

_WORD = re.compile(r"[^\W\d_]+")


def role_in_name(name: str) -> Role | None:
    """The role a name says by itself; None if it says none, both, or is a letter with two meanings.

    >>> role_in_name("Dr. Lee"), role_in_name("Client_02"), role_in_name("Ann")
    ('counselor', 'client', None)
    """
    found = [word.casefold() for word in _WORD.findall(name)]
    if len(found) == 1 and found[0] in LETTERS:
        return next(iter(LETTERS[found[0]])) if len(LETTERS[found[0]]) == 1 else None
    short = found[0] if len(found) == 1 else ""
    counselor = short in COUNSELOR_SHORT or any(word in COUNSELOR_WORDS for word in found)
    client = short in CLIENT_SHORT or any(word in CLIENT_WORDS for word in found)
    if counselor == client:
        return None
    return "counselor" if counselor else "client"


def roles_in_names(names: Iterable[str]) -> dict[str, Role]:
    """The roles that a conversation's names say. A letter with two meanings (C, P) takes the role
    that the other names leave open; where they leave both open, it says nothing."""
    found = {name: role_in_name(name) for name in names}
    said = set(found.values()) - {None}
    letters = [
        name for name in found if "".join(_WORD.findall(name)).casefold() in LETTERS and not found[name]
    ]
    if len(said) == 1 and len(letters) == 1:
        found[letters[0]] = "client" if said == {"counselor"} else "counselor"
    return {name: role for name, role in found.items() if role}
