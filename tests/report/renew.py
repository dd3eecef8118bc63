"""Write the golden text anew: `python -m tests.report.renew`, then read the difference."""

from changetalk.report import html
from tests.report.outline import GOLDEN, outline
from tests.report.small import SMALL

if __name__ == "__main__":
    GOLDEN.write_text(outline(html(SMALL)), "utf-8")
