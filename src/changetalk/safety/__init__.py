"""Safety: for now the words that may mean risk, listed for a human to read."""

from changetalk.safety.risk_words import RiskWord, risk_words

__all__ = ["RiskWord", "risk_words"]
