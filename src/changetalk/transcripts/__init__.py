"""A conversation as data, and reading and writing it."""

from changetalk.transcripts.model import Roles, Transcript, Turn
from changetalk.transcripts.reading import read, write
from changetalk.transcripts.volleys import Volley, volleys

__all__ = ["Roles", "Transcript", "Turn", "Volley", "read", "volleys", "write"]
