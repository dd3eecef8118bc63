"""What must be checked before a release: `python -m changetalk.safety.release`.

Fails if an entry of the helplines or a gate of the plan check is past its date of review.
"""

from __future__ import annotations

import sys
from datetime import date

from changetalk.safety import helplines, plan
from changetalk.safety.clinical_review import standing


def past_review(today: date) -> list[str]:
    """Everything that is shown to people and is past its date of review, a line each."""
    return [*helplines.past_review(today), *plan.past_review(today)]


def main() -> None:
    """Say what is past its review, and exit with 1 if anything is."""
    late = past_review(date.today())
    print(standing(None))
    if late:
        sys.exit("\n".join(["Past their date of review; check each at its source first:", *late]))
    print("Nothing is past its date of review.")


if __name__ == "__main__":
    main()
