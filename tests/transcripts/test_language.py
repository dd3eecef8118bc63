from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.errors import InputTrouble
from changetalk.transcripts import read
from changetalk.transcripts.language import check
from tests.transcripts.samples import WORDS, put

OTHERS = {
    "Spanish": "Bueno, creo que quiero dejar de fumar, pero me cuesta mucho por las mañanas "
    "cuando tomo un café con mis amigos.",
    "French": "Je ne sais pas si je veux vraiment arrêter de boire, mais ma femme dit que je "
    "devrais essayer cette année.",
    "German": "Ich weiß nicht, ob ich das wirklich will, aber meine Frau war sehr traurig und "
    "will, dass ich weniger trinke.",
    "Dutch": "Ik weet niet of ik dat wil, maar mijn vrouw was erg verdrietig en zegt dat het "
    "echt niet langer zo kan doorgaan.",
    "Norwegian": "Jeg vet ikke om jeg virkelig ønsker det, men kona mi sier at jeg burde drikke "
    "mindre og sove mye bedre om natten.",
    "Russian": "Я не знаю, хочу ли я на самом деле бросить курить, но моя жена говорит, что мне "
    "надо попробовать в этом году.",
    "Hebrew": "אני לא יודע אם אני באמת רוצה להפסיק לעשן, אבל אשתי אומרת שאני חייב לנסות השנה, "
    "והיא כנראה צודקת בעניין הזה לגמרי.",
    "Chinese": "我不知道我是不是真的想戒烟，但是我的妻子说我今年应该试一试，她可能是对的。"
    "我每天早上都咳嗽得很厉害，跑步的时候喘不过气来，孩子们也不喜欢烟味。我试过两次，第一次坚持了三个星期，"
    "第二次只有四天，因为工作压力太大了，晚上睡不好觉，心情也很差。",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_said_and_refused(language: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", f"T: {OTHERS[language]}\nC: {OTHERS[language]}\n")
    with pytest.raises(
        InputTrouble, match=rf"a\.txt: seems to be {language}\. changetalk codes English only"
    ):
        read(path)


def test_english_passes() -> None:
    check([text for _, text in WORDS], "a.txt")


@pytest.mark.parametrize(
    "texts",
    [
        ["Hola.", "Bien, gracias."],
        ["Yeah.", "Mm-hmm.", "Uh-huh."] * 30,
        ["Cigarettes? Twenty daily.", "Weekends: forty. Stress, boredom, coffee, friends, everything."] * 3,
        [*(text for _, text in WORDS), OTHERS["Spanish"]],
        ["word " * 10_000, "x" * 50],
        [""],
    ],
)
def test_short_odd_or_mixed_talk_has_the_benefit_of_the_doubt(texts: list[str]) -> None:
    check(texts, "a.txt")


def test_all_of_a_long_conversation_is_sampled() -> None:
    with pytest.raises(InputTrouble, match="Spanish"):
        check(["Okay, so hello there and welcome."] * 2 + [OTHERS["Spanish"]] * 300, "a.txt")
