"""Who is the counselor and who the client: said by the user, by the file, by a name, or guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from changetalk.errors import InputTrouble
from changetalk.transcripts.drafts import Draft, Piece
from changetalk.transcripts.model import Role, Roles
from changetalk.transcripts.role_model import p_first_is_counselor
from changetalk.transcripts.role_words import roles_in_names

CLEAR = 0.95
"""How sure a guess about a third speaker must be for their talk to be coded."""

CLEAR_WORDS = 100
"""How many words a third speaker must have said for a guess about them."""

_ALIKE = 0.8
_LISTED = 12
_COUNSELOR: Role = "counselor"
_CLIENT: Role = "client"


@dataclass(frozen=True)
class Settled:
    """How the roles were settled, and what to say about it."""

    roles: Roles
    notes: Sequence[str] = ()


@dataclass
class _Cast:
    """The speakers, those who said most first, with their words, and the roles found so far."""

    said: Mapping[str, Sequence[str]]
    words: Mapping[str, int]
    roles: dict[str, Role]
    p: float = 1.0
    notes: list[str] = field(default_factory=list)

    def open(self) -> list[str]:
        return [name for name in self.said if name not in self.roles]

    def holder(self, role: Role) -> str | None:
        return next((name for name in self.said if self.roles.get(name) == role), None)

    def p_counselor(self, one: str, other: str) -> float:
        return p_first_is_counselor(self.said[one], self.said[other])


def settle(draft: Draft, source: str, counselor: str | None = None) -> Settled:
    """Set the role of every piece of a draft.

    `counselor`, a speaker's name or how it begins, settles it (`given`). Otherwise roles that the
    file states stand, and so do names that say a role (`named`); of two speakers the other has
    the other role; else what is said decides (`guessed`, with its probability). A third speaker
    whose role is not clear is left out, and a note says so. Raises InputTrouble when one speaker
    talks alone, or `counselor` is none of the speakers.
    """
    pieces = draft.pieces
    if counselor is None and {"counselor", "client"} <= {piece.role for piece in pieces}:
        return _as_stated(draft)
    cast = _cast(pieces)
    if len(cast.said) == 1:
        raise InputTrouble(
            source,
            "only one person speaks",
            "A conversation needs a counselor and a client: check that every turn names its speaker.",
        )
    if counselor is not None:
        chosen = _speaker(counselor, list(cast.said), source)
        named = {} if len(cast.said) == 2 else roles_in_names(cast.said)
        cast.roles = {**named, chosen: "counselor"}
    else:
        cast.roles = {piece.speaker: piece.role for piece in reversed(pieces) if piece.role}
        cast.roles = cast.roles or roles_in_names(cast.said)
    _fill(cast)
    roles = Roles(source="guessed", p=round(cast.p, 3)) if cast.p < 1 else Roles()
    if counselor is not None:
        roles = Roles(source="given")
    for piece in pieces:
        piece.role = cast.roles.get(piece.speaker)
    return Settled(roles, cast.notes)


def _as_stated(draft: Draft) -> Settled:
    """Roles as the file gives them, row by row; in tables a row without one has its speaker's."""
    if draft.exact:
        return Settled(draft.roles or Roles())
    of_speaker = {piece.speaker: piece.role for piece in reversed(draft.pieces) if piece.role}
    for piece in draft.pieces:
        piece.role = piece.role or of_speaker.get(piece.speaker)
    left_out = _cast([piece for piece in draft.pieces if piece.role is None])
    return Settled(draft.roles or Roles(), _left_out(left_out))


def _cast(pieces: Sequence[Piece]) -> _Cast:
    said: dict[str, list[str]] = {}
    for piece in pieces:
        said.setdefault(piece.speaker, []).append(piece.text)
    words = {name: sum(len(text.split()) for text in texts) for name, texts in said.items()}
    by_words = sorted(said, key=lambda name: words[name], reverse=True)
    return _Cast({name: said[name] for name in by_words}, words, {})


def _speaker(wanted: str, names: Sequence[str], source: str) -> str:
    """The one speaker of that name, or whose name begins so."""
    folded = wanted.strip().casefold()
    exact = [name for name in names if name.casefold() == folded]
    found = exact or [name for name in names if folded and name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(name[:40] for name in names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    amount = "more than one speaker is" if found else "no speaker is"
    raise InputTrouble(source, f'{amount} called "{wanted[:40]}"', f"The speakers are: {shown}.")


def _fill(cast: _Cast) -> None:
    """Find the roles that are still open."""
    if not cast.open() and len(set(cast.roles.values())) == 1:
        cast.roles = {}  # two doctors, say, in a role play: their names tell nothing
    counselor, client = cast.holder("counselor"), cast.holder("client")
    if len(cast.said) == 2 and (counselor or client):
        for name in cast.open():
            cast.roles[name] = "client" if counselor else "counselor"
        return
    if not (counselor and client):
        counselor, client = _pair(cast, counselor, client)
        cast.roles |= {counselor: "counselor", client: "client"}
    for name in cast.open():
        _place(cast, name, counselor, client)
    cast.notes += _left_out(cast)


def _pair(cast: _Cast, counselor: str | None, client: str | None) -> tuple[str, str]:
    """The two who hold the conversation: known ones, else those who say most."""
    known = counselor or client
    one, other = (known, cast.open()[0]) if known else cast.open()[:2]
    p = cast.p_counselor(one, other)
    if one == client or (not known and p < 0.5):
        one, other, p = other, one, 1 - p
    cast.p *= p
    cast.notes.append(
        f"Roles were told from what is said, {p:.0%} sure: {one} is the counselor, {other} the client."
    )
    return one, other


def _place(cast: _Cast, name: str, counselor: str, client: str) -> None:
    """Give a further speaker a role if what they say is unlike the one and like the other."""
    if cast.words[name] < CLEAR_WORDS:
        return
    unlike_client = cast.p_counselor(name, client)
    unlike_counselor = cast.p_counselor(counselor, name)
    if unlike_counselor >= CLEAR and unlike_client <= _ALIKE:
        role, p = _CLIENT, unlike_counselor
    elif unlike_client >= CLEAR and unlike_counselor <= _ALIKE:
        role, p = _COUNSELOR, unlike_client
    else:
        return
    cast.roles[name] = role
    cast.p *= p
    cast.notes.append(f"{name} was taken for a {role} too, {p:.0%} sure.")


def _left_out(cast: _Cast) -> list[str]:
    left = cast.open()
    notes = []
    for name in left[:_LISTED]:
        turns = len(cast.said[name])
        notes.append(
            f"{name} spoke {turns} turn{'s' if turns > 1 else ''} and was left out: no role could be told."
        )
    if len(left) > _LISTED:
        notes.append(f"{len(left) - _LISTED} more speakers were left out: no role could be told.")
    return notes
