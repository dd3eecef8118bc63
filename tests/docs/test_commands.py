from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import BLOCK, WITH_COMMANDS, commands_of, run, shown


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda path: path.name)
def test_every_command_in_the_documentation_does_what_is_shown(page: Path, tmp_path: Path) -> None:
    blocks = list(BLOCK.finditer(page.read_text("utf-8")))
    commands = [command for block in blocks for command in commands_of(block.group(2))]
    ran = run(commands, tmp_path)
    assert [code for _, code in ran] == [0] * len(commands)
    outputs = iter(ran)
    for block in blocks:
        printed = shown(block.group(2), outputs)
        depends_on_weights = block.group(1)
        if not depends_on_weights:
            assert printed == block.group(2).strip()
