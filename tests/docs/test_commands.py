from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import BLOCK, WITH_COMMANDS, commands_of, run


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda path: path.name)
def test_every_command_in_the_documentation_does_what_is_shown(page: Path, tmp_path: Path) -> None:
    blocks = list(BLOCK.finditer(page.read_text("utf-8")))
    commands = [command for block in blocks for command in commands_of(block.group(2))]
    ran = run(commands, tmp_path)
    assert [code for _, code in ran] == [0] * len(commands)
    outputs = iter(ran)
    for block in blocks:
        shown = "".join(f"$ {command}\n{next(outputs)[0]}" for command in commands_of(block.group(2)))
        depends_on_weights = block.group(1)
        if not depends_on_weights:
            assert _lines(shown) == _lines(block.group(2))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
