from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import read
from tests.transcripts.samples import put, word_table

ROWS = [("Therapist", "How are you?"), ("Client", "Well."), ("Client", "I guess.")]


def said(path: Path) -> list[tuple[str, str, str]]:
    return [(turn.id, turn.speaker, turn.text) for turn in read(path).turns]


def test_rows_of_a_table_are_turns_and_never_merge(tmp_path: Path) -> None:
    assert said(word_table(tmp_path / "a.docx", ROWS)) == [
        ("1", "Therapist", "How are you?"),
        ("2", "Client", "Well."),
        ("3", "Client", "I guess."),
    ]


def test_a_table_may_name_its_columns_in_any_order(tmp_path: Path) -> None:
    rows = [("Utterance", "No.", "Speaker"), ("How are you?", "7", "Therapist"), ("Well.", "8", "Client")]
    assert said(word_table(tmp_path / "a.docx", rows)) == [
        ("7", "Therapist", "How are you?"),
        ("8", "Client", "Well."),
    ]


def test_times_and_numbers_beside_speaker_and_words_are_understood(tmp_path: Path) -> None:
    rows = [("5", "0:01", "Therapist", "How are you?"), ("6", "0:04", "Client", "Well, I guess.")]
    turns = read(word_table(tmp_path / "a.docx", rows)).turns
    assert [(turn.id, turn.start, turn.speaker) for turn in turns] == [
        ("5", 1.0, "Therapist"),
        ("6", 4.0, "Client"),
    ]


def test_a_table_whose_columns_cannot_be_told_is_refused(tmp_path: Path) -> None:
    rows = [("Therapist", "calm", "How are you?"), ("Client", "sad", "Well.")]
    with pytest.raises(InputTrouble, match=r"row 1: the table does not say .* Name its columns"):
        read(word_table(tmp_path / "a.docx", rows))


def test_a_small_table_above_the_conversation_is_not_the_conversation(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Session"
    document.add_paragraph("Therapist: How are you today?\nClient: Well enough.")
    document.save(str(tmp_path / "a.docx"))
    assert said(tmp_path / "a.docx") == [
        ("1", "Therapist", "How are you today?"),
        ("2", "Client", "Well enough."),
    ]


def test_paragraphs_with_names_and_times_above_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    for text in (
        "Ann Lee   0:03\nWhat brings you?",
        "Bob   0:07\nI guess my wife.",
        "Ann Lee   0:09\nYou guess.",
    ):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    turns = read(tmp_path / "a.docx").turns
    assert [(turn.speaker, turn.start) for turn in turns] == [
        ("Ann Lee", 3.0),
        ("Bob", 7.0),
        ("Ann Lee", 9.0),
    ]


def test_a_merged_title_row_is_left_out_and_noted(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Session 4"
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    transcript = read(tmp_path / "a.docx")
    assert len(transcript.turns) == 3
    assert "1 table row of another width left out." in transcript.notes


def test_a_hostile_span_costs_nothing(tmp_path: Path) -> None:
    path = word_table(tmp_path / "a.docx", ROWS)
    span = b"<w:tcPr><w:gridSpan w:val='2000000000'/><w:vMerge/></w:tcPr>"
    put(tmp_path, "b.docx", changed(path, lambda xml: xml.replace(b"<w:tcPr>", span + b"<w:tcPr>")))
    assert len(read(tmp_path / "b.docx").turns) == 3


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_off_document_is_refused(kept: float, tmp_path: Path) -> None:
    data = word_table(tmp_path / "a.docx", ROWS).read_bytes()
    with pytest.raises(InputTrouble, match=r"not a sound Word document.*save it again"):
        read(put(tmp_path, "b.docx", data[: int(len(data) * kept)]))


def test_a_document_with_broken_xml_is_refused(tmp_path: Path) -> None:
    path = word_table(tmp_path / "a.docx", ROWS)
    with pytest.raises(InputTrouble, match="not a sound Word document"):
        read(put(tmp_path, "b.docx", changed(path, lambda xml: xml[:-40])))


def test_other_packed_files_are_refused_with_what_to_do(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(InputTrouble, match=r"not a Word document.*\.csv"):
        read(put(tmp_path, "a.xlsx", packed.getvalue()))


def changed(path: Path, change: object) -> bytes:
    """The document with its main part changed."""
    assert callable(change)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            data = before.read(part)
            after.writestr(part, change(data) if part == "word/document.xml" else data)
    return out.getvalue()
