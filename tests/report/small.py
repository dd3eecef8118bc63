"""A small review made by hand: every kind of turn, unit and score that a report can meet."""

from __future__ import annotations

import datetime

from changetalk.coder.coding import CodedTurn, CodedVolley, CoderInfo, Edit, Rater, TurnCode, Unit
from changetalk.fidelity.model import Band, Feedback, Review, RiskWords, Score
from changetalk.transcripts import Roles

EXPERT = "expert opinion of the instrument's authors, without norms"
ERROR = "machine codes: the coder's own error (made up for tests)"

TURNS = (
    CodedTurn(
        id="1",
        speaker="Nurse Ada",
        role="counselor",
        text="Morning. You came in braced for a telling-off. What would help?",
        start=0.0,
        end=6.5,
        units=(
            Unit(start=0, end=8, code="NC", p={"NC": 0.97, "AF": 0.03}),
            Unit(start=9, end=46, code="CR", p={"CR": 0.55, "SR": 0.41, "NC": 0.04}),
            Unit(start=47, end=63, code="QO", p={"QO": 0.995, "SEEK": 0.005}),
        ),
        volley=1,
        main="reflection",
        main_p={"reflection": 0.6, "question": 0.4, "input": 0.0, "other": 0.0},
        codes=(TurnCode(code="CR", p=0.55), TurnCode(code="QO", p=0.995)),
    ),
    CodedTurn(
        id="2",
        speaker="Desmond",
        role="client",
        text="I want my breath back 😀 but I can't face it. I can't go on.",
        start=7.0,
        end=11.0,
        units=(
            Unit(start=0, end=23, code="D+", p={"D+": 0.7, "R+": 0.2, "FN": 0.1}),
            Unit(start=24, end=44, code="A-", p={"A-": 0.9, "FN": 0.1}),
        ),
        talk="sustain",
        ambivalent=True,
        talk_p={"change": 0.45, "sustain": 0.5, "neutral": 0.05},
    ),
    CodedTurn(id="2b", speaker="Receptionist", role=None, text="Your next one is here.", start=12.0),
    CodedTurn(
        id="3",
        speaker="Nurse Ada",
        role="counselor",
        text="You should stop. And you know you should. It's your call.",
        start=3661.0,
        units=(
            Unit(start=0, end=16, code="PER", p={"PER": 0.9, "PWP": 0.1}),
            Unit(start=17, end=41, code="PER", p={"PER": 0.8, "CONF": 0.2}),
            Unit(
                start=42,
                end=57,
                code="EMPH",
                by="human",
                edits=(
                    Edit(
                        from_="GI",
                        to="EMPH",
                        who="K. Okafor",
                        when=datetime.datetime(2026, 3, 15, 9, 30, tzinfo=datetime.UTC),
                        why="names the choice",
                    ),
                ),
            ),
        ),
        volley=2,
        main="input",
        codes=(TurnCode(code="PER", p=0.98), TurnCode(code="EMPH")),
    ),
    CodedTurn(
        id="4",
        speaker="Desmond",
        role="client",
        text="<script>document.title='run'</script> & so on",
        units=(Unit(start=0, end=45, code="FN", p={"FN": 1.0}),),
        talk="neutral",
        ambivalent=False,
        talk_p={"change": 0.0, "sustain": 0.0, "neutral": 1.0},
    ),
)

SCORES = {
    "questions": Score(
        name="Questions",
        unit="count",
        value=1,
        coding=(1, 2),
        practice=(0, 3),
        per_20_minutes=0.33,
        error_source=ERROR,
    ),
    "reflections": Score(
        name="Reflections", unit="count", value=12, coding=(9, 14), practice=(6, 20), error_source=ERROR
    ),
    "percent_change_talk": Score(
        name="% change talk",
        unit="share",
        value=None,
        enough=False,
        why="This share needs 10 units that lean.",
    ),
    "reflection_to_question": Score(
        name="Reflection-to-question ratio",
        unit="ratio",
        value=1.25,
        coding=(0.9, 1.6),
        practice=(0.5, 2.5),
        band=Band(name="fair", p=0.62, fair=1, good=2, standing=EXPERT),
        error_source=ERROR,
    ),
    "percent_complex": Score(
        name="% complex reflections",
        unit="share",
        value=0.9,
        coding=(0.82, 0.97),
        practice=(0.7, 1.0),
        band=Band(name="good", p=0.98, fair=0.4, good=0.5, standing=EXPERT),
        caution="The whole likely range lies above 80%, which experts seldom reach.",
        error_source=ERROR,
    ),
    "empathy": Score(
        name="Empathy",
        unit="rating",
        value=3.0,
        coding=(2.0, 4.0),
        practice=(1.5, 4.5),
        error_source="estimated",
    ),
    "talk_share": Score(
        name="Counselor's share of the words", unit="share", value=0.5, coding=(0.5, 0.5), practice=(0.4, 0.6)
    ),
    "CR": Score(name="Complex Reflection", unit="count", value=1, coding=(0, 1), practice=(0, 2)),
}

SMALL = Review(
    instruments=("miti-4.2.1", "misc-2.5"),
    rater=Rater(kind="machine", name="changetalk", version="0.0.0"),
    coder=CoderInfo(name="changetalk-coder", version="0.0.0", weights="abc123", pass_="causal"),
    medium="spoken",
    change_goal="stop smoking",
    goal_source="guessed",
    roles=Roles(source="guessed", p=0.93),
    source="bus driver.vtt",
    date=datetime.date(2026, 3, 14),
    notes=("Receptionist was left out: 1 turn.",),
    turns=TURNS,
    volleys=(
        CodedVolley(id=1, turns=("1",), codes=("CR", "QO")),
        CodedVolley(id=2, turns=("3",), codes=("PER", "EMPH")),
    ),
    scores=SCORES,
    feedback=(
        Feedback(kind="strength", text="You said plainly that the choice is theirs.", turns=("3",)),
        Feedback(
            kind="try", text="Here advice came before anyone asked for it.", turns=("1", "3"), score="PER"
        ),
    ),
    risk_words=(RiskWords(turn="2", text="can't go on"),),
)
"""The review. Two coded client turns are too few for the picture: its figures have tests of their own."""
