"""The codes as the report shows them: their family, their place in the key, their definition."""

from __future__ import annotations

from changetalk.instruments import INSTRUMENTS, Code

FAMILIES = {
    "reflection": ("SR", "CR"),
    "question": ("QO", "QC"),
    "adherent": ("AF", "SEEK", "EMPH"),
    "input": ("GI", "PWP"),
    "non-adherent": ("PER", "CONF"),
}
"""Counselor codes that look alike in the transcript; client codes go by their sign."""

CODES: dict[str, Code] = {code.id: code for each in INSTRUMENTS.values() for code in each.codes}
"""Every code of every instrument by its id."""

_FAMILY = {code: family for family, codes in FAMILIES.items() for code in codes}


def family(code: str) -> str:
    """The family of a code, which is also the name of its style: one of FAMILIES, `change` or
    `sustain` for client codes with a sign, `uncounted` for codes that no score counts."""
    if not CODES[code].counted:
        return "uncounted"
    return _FAMILY.get(code) or ("change" if code.endswith("+") else "sustain")


def anchor(code: str) -> str:
    """Where the key explains a code: an id for links, "code-d-plus" for D+."""
    return "code-" + code.casefold().replace("+", "-plus").removesuffix("-") + ("-minus" * code.endswith("-"))
