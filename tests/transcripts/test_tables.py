from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import Roles, Transcript, Turn, read, write
from changetalk.transcripts.files import open_file
from changetalk.transcripts.tables import columns, table
from tests.transcripts.samples import put


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_header(delimiter: str, tmp_path: Path) -> None:
    rows = [["Nr", "Who", "Utterance"], ["4", "Therapist", "How are you?"], ["5", "Client", '"Well: fine"']]
    content = "\n".join(delimiter.join(row) for row in rows)
    turns = read(put(tmp_path, "a.csv", content)).turns
    assert [(turn.id, turn.speaker, turn.role) for turn in turns] == [
        ("4", "Therapist", "counselor"),
        ("5", "Client", "client"),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("id,role,text", {"id": 0, "role": 1, "text": 2}),
        ("Turn ID;x;Speaker Name", {}),
        ("transcript_id,utterance_id,interlocutor,timestamp,utterance_text", {}),
    ],
)
def test_columns_are_known_by_name(header: str, found: dict[str, int]) -> None:
    expected = {
        "Turn ID;x;Speaker Name": {"id": 0, "speaker": 2},
        "transcript_id,utterance_id,interlocutor,timestamp,utterance_text": {
            "id": 1,
            "speaker": 2,
            "start": 3,
            "text": 4,
        },
    }
    assert columns(header.replace(";", ",").split(",")) == (found or expected[header])


def test_the_plain_name_of_a_column_wins_over_its_synonyms() -> None:
    assert columns(["content", "text", "name", "speaker"]) == {"text": 1, "speaker": 3}


def test_rows_are_turns_and_never_merge(tmp_path: Path) -> None:
    content = "id,speaker,role,text\n10,Ann,counselor,So.\n11,Ann,counselor,How?\n12,Bob,client,Well.\n"
    assert [turn.id for turn in read(put(tmp_path, "a.csv", content)).turns] == ["10", "11", "12"]


def test_id_role_and_text_are_enough(tmp_path: Path) -> None:
    turns = read(put(tmp_path, "a.csv", "id,role,text\n1,counselor,How?\n2,client,Well.\n3,,noise\n")).turns
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("counselor", "counselor"),
        ("client", "client"),
        ("no role", None),
    ]


def test_times_may_be_seconds_or_clock_shapes(tmp_path: Path) -> None:
    content = "speaker;text;start;end\nT;How?;0:05;7,5\nC;Well.;00:01:00.5;soon\n"
    transcript = read(put(tmp_path, "a.csv", content))
    assert [(turn.start, turn.end) for turn in transcript.turns] == [(5.0, 7.5), (60.5, None)]
    assert "1 time could not be read and left out." in transcript.notes


def test_a_row_without_a_speaker_goes_to_the_speaker_before_and_is_noted(tmp_path: Path) -> None:
    transcript = read(put(tmp_path, "a.csv", "speaker,text\nT,How?\nC,Well.\n,I guess.\n"))
    assert [turn.speaker for turn in transcript.turns] == ["T", "C", "C"]
    assert "1 row without a speaker given to the speaker before." in transcript.notes


def test_rows_without_words_are_left_out_and_noted(tmp_path: Path) -> None:
    transcript = read(put(tmp_path, "a.csv", "id,speaker,text\n1,T,How?\n2,C,\n\n4,C,Well.\n"))
    assert [turn.id for turn in transcript.turns] == ["1", "4"]
    assert "1 turn without words left out." in transcript.notes


def test_medium_goal_and_date_are_taken_from_their_columns(tmp_path: Path) -> None:
    content = "role,text,medium,goal,date\ntherapist,How?,chat,drink less,2026-03-04\nclient,Well.,,,\n"
    transcript = read(put(tmp_path, "a.csv", content))
    assert (transcript.medium, transcript.change_goal, transcript.date) == (
        "chat",
        "drink less",
        datetime.date(2026, 3, 4),
    )


def test_excels_delimiter_hint_and_mark_are_understood(tmp_path: Path) -> None:
    content = "\ufeffsep=;\r\nspeaker;text\r\nT;How?\r\nC;Well.\r\n"
    assert len(read(put(tmp_path, "a.csv", content)).turns) == 2


def test_tabs_need_no_quotes(tmp_path: Path) -> None:
    content = 'speaker\ttext\nT\t"No" is what you said?\nC\tI said "no"\n'
    assert read(put(tmp_path, "a.tsv", content)).turns[0].text == '"No" is what you said?'


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        ("speaker,notes\nT,x\n", "row 1", "no column holds the words"),
        ("text,notes\nHello,x\n", "row 1", "no column says who speaks"),
        ("speaker,text\nT,How?\nC,Well, I guess.\n", "row 3", "more cells"),
        ('speaker,text\nT,How?\nC,"Well\nT,More?\n', "row 3", "quotation mark"),
        ('speaker,text\nT,How?\n\nC,"Well" I said\n', "row 4", "quotation mark"),
        ("id,speaker,text\n1,T,How?\n1,C,Well.\n", "row 3", "used twice"),
        ("id,speaker,text\n1,T,How?\n,C,Well.\n", "row 3", "no id"),
        ("speaker,text\n,How?\nC,Well.\n", "row 2", "who speaks"),
        ("speaker,text\n", "", "no words"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_row(
    content: str, place: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputTrouble) as trouble:
        read(put(tmp_path, "a.csv", content))
    assert trouble.value.place == place
    assert problem in trouble.value.problem


def test_cells_of_other_columns_can_be_had_with_their_row_numbers(tmp_path: Path) -> None:
    cells = table(open_file(put(tmp_path, "a.csv", "id,text,codes\n1,How?,QO\n\n2,Well.,FN\n")))
    assert cells.header == ["id", "text", "codes"]
    assert [row[2] for row in cells.rows] == ["QO", "FN"]
    assert cells.numbers == [2, 4]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    transcript = Transcript(
        turns=(
            Turn(id="x1", speaker="Ann", role="counselor", text='Say "no",\nor; not?', start=0.125, end=2.0),
            Turn(id="x2", speaker="Ann", role="counselor", text="=1+1"),
            Turn(id="x3", speaker="Bob", role="client", text="שלום é"),
            Turn(id="x4", speaker="Dana", text="Hm."),
        ),
        change_goal="drink less, now",
        date=datetime.date(2026, 3, 4),
        source="a.csv",
        medium="chat",
        roles=Roles(source="guessed", p=0.91),
    )
    write(transcript, tmp_path / "a.csv")
    again = read(tmp_path / "a.csv")
    assert again.model_copy(update={"notes": ()}) == transcript
    assert again.notes == ("Dana spoke 1 turn and was left out: no role could be told.",)
