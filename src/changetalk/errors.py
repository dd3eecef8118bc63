"""The errors that users of changetalk meet: what is wrong, where, and what to do."""


class ChangetalkError(Exception):
    """Anything changetalk reports to its user in one line; never a bug, always with a remedy."""


class _Trouble(ChangetalkError):
    """`source` names what is in trouble (a file, "text"), `place` where in it ("line 12", "row 3",
    "turn 8", or empty), `problem` what is wrong and `remedy` what to do; the message is all four on
    one line. None of them may quote what people said beyond a name: messages end up on screens and
    in logs.
    """

    def __init__(self, source: str, problem: str, remedy: str, place: str = "") -> None:
        self.source = source
        self.place = place
        self.problem = problem
        self.remedy = remedy
        where = f"{source}, {place}" if place else source
        super().__init__(" ".join(f"{where}: {problem}. {remedy}".split()))


class InputTrouble(_Trouble):
    """A file or text that cannot be used as it is."""


class VaultTrouble(_Trouble):
    """Something that is kept, or is to be kept, cannot be read or written."""
