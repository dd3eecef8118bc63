"""The machine coder on real weights."""

import subprocess
import sys
from math import isclose
from pathlib import Path

import pytest

from changetalk.coder import Coding, Unit, code, code_turn
from changetalk.coder.artefact import sha256, shipped, shipped_folder
from changetalk.coder.labels import CODES
from changetalk.instruments import talk_of
from changetalk.transcripts import Transcript, Turn, read
from changetalk.transcripts.model import Role
from tests.authored import EXAMPLES
from tests.transcripts.test_same_in_every_format import TIMED, UNTIMED

FILES = ("cpap.vtt", "hearing-aids.txt", "thesis.json")


def said(*turns: tuple[Role | None, str], goal: str | None = "stop smoking") -> Transcript:
    return Transcript(
        change_goal=goal,
        turns=tuple(
            Turn(id=str(n), speaker=role or "Door", role=role, text=text)
            for n, (role, text) in enumerate(turns, 1)
        ),
    )


@pytest.fixture(scope="module", params=FILES)
def coding(request: pytest.FixtureRequest) -> Coding:
    return code(read(EXAMPLES / request.param))


def units(coding: Coding) -> list[tuple[Role, str, Unit]]:
    return [(turn.role, turn.text, unit) for turn in coding.turns if turn.role for unit in turn.units]


def test_every_turn_with_words_and_a_role_has_units(coding: Coding) -> None:
    assert all(turn.units for turn in coding.turns if turn.role and turn.text.strip())


def test_units_follow_one_another_and_hold_every_word(coding: Coding) -> None:
    for turn in coding.turns:
        ends = [position for unit in turn.units for position in (unit.start, unit.end)]
        assert ends == sorted(ends)
        covered = "".join(turn.text[unit.start : unit.end] for unit in turn.units)
        assert covered.split() == turn.text.split() or "".join(covered.split()) == "".join(turn.text.split())


def test_probabilities_sum_to_one_over_the_roles_codes(coding: Coding) -> None:
    for role, _, unit in units(coding):
        assert unit.p is not None
        assert set(unit.p) <= set(CODES[role])
        assert isclose(sum(unit.p.values()), 1, abs_tol=0.002)


def test_a_client_turns_units_agree_with_its_talk(coding: Coding) -> None:
    for turn in coding.turns:
        if turn.role == "client" and turn.units:
            assert talk_of([unit.code for unit in turn.units]).talk == turn.talk


def test_only_counselor_turns_have_a_main_act_and_a_volley(coding: Coding) -> None:
    for turn in coding.turns:
        counsels = turn.role == "counselor"
        assert (turn.main is not None, turn.volley is not None, turn.talk is None) == (counsels,) * 3


def test_the_coding_names_its_coder_weights_and_pass(coding: Coding) -> None:
    assert coding.rater.kind == "machine"
    assert coding.coder is not None
    assert coding.coder.weights == shipped().manifest["weights"]
    assert coding.coder.pass_ == "full"


def test_the_same_words_give_the_same_coding() -> None:
    transcript = read(EXAMPLES / "thesis.json")
    assert code(transcript) == code(transcript)


def test_one_conversation_in_every_format_gives_the_same_codes(tmp_path: Path) -> None:
    codings = []
    for number, made in enumerate((*TIMED.values(), *UNTIMED.values())):
        (tmp_path / str(number)).mkdir()
        found = code(read(made(tmp_path / str(number)), goal="stop smoking"))
        codings.append([(turn.id, turn.text, turn.main, turn.talk, turn.units) for turn in found.turns])
    assert len(codings) >= 6
    assert all(found == codings[0] for found in codings)


def test_plain_cases_are_coded_as_anyone_would() -> None:
    made = code(
        said(
            ("counselor", "What would you like to be different about your smoking?"),
            ("client", "I want to stop, I really do. My kids hate it."),
            ("counselor", "You want to stop, and you want it for your kids."),
            ("client", "But I can't. I enjoy it too much, I'm not going to give it up."),
        )
    )
    mains = [turn.main or turn.talk for turn in made.turns]
    assert mains == ["question", "change", "reflection", "sustain"]


def test_a_turn_without_a_role_is_read_but_not_coded() -> None:
    made = code(said(("counselor", "How are you?"), (None, "Parcel for you!"), ("client", "I want to stop.")))
    assert made.turns[1].units == ()


def test_a_turn_of_signs_alone_is_coded_as_nothing_that_leans() -> None:
    made = code(said(("counselor", "..."), ("client", "?!"), ("client", "  ")))
    assert [turn.talk for turn in made.turns] == [None, "neutral", "neutral"]


def test_a_turn_longer_than_a_window_is_read_to_its_end() -> None:
    text = "I want to stop smoking for my kids. " * 60
    made = code(said(("counselor", "Tell me."), ("client", text)))
    assert made.turns[1].units[-1].end == len(text.rstrip())
    assert made.turns[1].talk == "change"


def test_a_turn_coded_as_it_comes_is_coded_as_in_the_causal_pass() -> None:
    transcript = read(EXAMPLES / "thesis.json")
    whole = code(transcript, pass_="causal")
    for n in (0, 7, len(transcript.turns) - 1):
        alone = code_turn(transcript.turns[: n + 1], transcript.change_goal)
        assert [unit.code for unit in alone.units] == [unit.code for unit in whole.turns[n].units]
        assert alone.talk in (None, whole.turns[n].talk)


def test_without_a_goal_one_is_proposed_and_marked_as_guessed() -> None:
    talk = said(
        ("counselor", "How much do you smoke?"), ("client", "Ten cigarettes. I smoke outside."), goal=None
    )
    made = code(talk)
    assert (made.change_goal, made.goal_source) == ("stop or cut down smoking", "guessed")


def test_a_given_goal_is_marked_as_given() -> None:
    assert code(said(("counselor", "Hello."), ("client", "Hi."))).goal_source == "given"


def test_where_no_goal_can_be_told_none_is_made_up() -> None:
    made = code(said(("counselor", "Hello there."), ("client", "Hi."), goal=None))
    assert (made.change_goal, made.goal_source) == (None, None)


def test_progress_ends_with_every_turn_read() -> None:
    seen: list[tuple[int, int]] = []
    code(read(EXAMPLES / "thesis.json"), progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)


def test_the_weights_are_the_ones_the_manifest_lists() -> None:
    manifest = shipped().manifest
    assert {name: sha256(shipped_folder() / name) for name in manifest["files"]} == manifest["files"]


def test_coding_needs_no_torch() -> None:
    script = (
        "import sys; from changetalk import code, read; from pathlib import Path; "
        f"code(read(Path({str(EXAMPLES)!r}) / 'thesis.json')); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'django')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
