from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import changetalk as ct
from docs.generate import REFERENCE, ROOT

EXAMPLES = ROOT / "src" / "changetalk" / "examples"


def validator(name: str) -> Draft202012Validator:
    schema: dict[str, Any] = json.loads((REFERENCE / name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["cpap.vtt", "hearing-aids.txt", "thesis.json"])
def test_what_the_machine_writes_follows_the_published_schema(name: str) -> None:
    review = ct.review(ct.code(ct.read(EXAMPLES / name)))
    validator("coded-transcript-1.schema.json").validate(json.loads(review.model_dump_json()))


def test_what_people_coded_follows_the_published_schema() -> None:
    coding = ct.read_coded(EXAMPLES / "coded" / "first" / "cpap.csv")
    schema = validator("coded-transcript-1.schema.json")
    schema.validate(json.loads(coding.model_dump_json()))
    schema.validate(json.loads(ct.review(coding).model_dump_json()))


def test_a_misspelt_field_does_not_follow_the_schema() -> None:
    coding = json.loads(ct.read_coded(EXAMPLES / "coded" / "first" / "cpap.csv").model_dump_json())
    coding["raters"] = coding.pop("rater")
    assert not validator("coded-transcript-1.schema.json").is_valid(coding)


def test_written_transcripts_follow_the_published_schema(tmp_path: Path) -> None:
    ct.write(ct.read(EXAMPLES / "cpap.vtt"), tmp_path / "t.json")
    validator("transcript-1.schema.json").validate(json.loads((tmp_path / "t.json").read_text("utf-8")))
