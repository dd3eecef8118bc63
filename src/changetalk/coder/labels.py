"""The code lists in the order in which the coder's heads give their outputs."""

from changetalk.transcripts.model import Role

COUNSELOR_CODES: tuple[str, ...] = (
    "GI", "PER", "PWP", "QO", "QC", "SR", "CR", "AF", "SEEK", "EMPH", "CONF", "NC",
)  # fmt: skip
CLIENT_CODES: tuple[str, ...] = (
    "D+", "D-", "A+", "A-", "R+", "R-", "N+", "N-", "C+", "C-", "AC+", "AC-", "TS+", "TS-", "O+", "O-", "FN",
)  # fmt: skip
CODES: dict[Role, tuple[str, ...]] = {"counselor": COUNSELOR_CODES, "client": CLIENT_CODES}
