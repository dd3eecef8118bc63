"""MITI 4.2.1: how a counselor works with a client (Moyers, Manuel & Ernst 2014), in our own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from changetalk.instruments.counting import count_scores, mean, ratio, total
from changetalk.instruments.model import (
    Code,
    GlobalRating,
    Instrument,
    Minimum,
    Rule,
    SummaryScore,
    Threshold,
)

SOURCE = "Moyers, Manuel & Ernst (2014), MITI 4.2.1"
EXPERT_OPINION = "expert opinion of the instrument's authors, without norms"

CODES = (
    Code(
        "GI",
        "Giving Information",
        "Information, a result, an explanation or a professional opinion, offered in a neutral voice. It "
        "leaves the client to make of it what they will and does not push one way.",
        (
            "Your reading today was 148; in March it was 139.",
            "The group meets on Tuesday evenings, and you can join at any point.",
            "On the form you put three glasses on weekdays and six on Saturdays, so that adds up to about "
            "twenty-one a week.",
            "The tablets are one in the morning and one at night, and the pharmacy can box them up by day.",
        ),
        (
            "“With a reading like that, salt really has to go.” is PER: it pushes a solution.",
            "“Since you ask what others do: plenty of people start with one dry day.” is PWP: a suggestion "
            "that the client asked for.",
            "“We have twenty minutes today, and then I'll print your form.” is NC: it only structures the "
            "meeting.",
            "“You said the weekends are the heavy days.” is SR: the client's own words come back.",
        ),
    ),
    Code(
        "PER",
        "Persuade",
        "An open or hidden attempt to change the client's mind or conduct: arguments, advice, suggestions, "
        "tips, solutions, the counselor's own story with a moral. There was no permission, and nothing "
        "leaves the choice with the client.",
        (
            "You should get rid of the ashtrays before Monday.",
            "If you just packed your bag the night before, mornings would be so much easier.",
            "Think what it would mean to your daughter, though.",
            "I stopped on one try, and honestly, after a week you'll wonder what you were afraid of.",
            "Wouldn't it be better to tell your partner now?",
        ),
        (
            "“Some people clear the house out first, some don't. You'd know what suits you.” is PWP: the "
            "choice is left with the client.",
            "“The clinic is open until eight on Thursdays.” is GI: a fact without a push.",
            "“You keep saying you'll stop, and you keep not stopping.” is CONF: it accuses.",
            "“What have you thought of doing about the mornings?” is QO: the ideas come from the client.",
        ),
    ),
    Code(
        "PWP",
        "Persuade with Permission",
        "Advice, a suggestion or an argument that comes with permission: the counselor asked and was told "
        "yes, or the client asked for it, or the words themselves leave the client free to take it or not. "
        "Permission lasts for some minutes, until the topic changes or the tone turns to orders.",
        (
            "Client: So what would you do? Counselor: I might start with the drink you'd miss least.",
            "You said it was fine to share an idea: one way is to put the phone in another room at ten.",
            "This may not fit you at all, but some people tell one friend first and leave it there.",
            "Take it or leave it: walking to the second stop would cover most of what you were after.",
        ),
        (
            "“You could always walk to the second stop.” is PER: a suggestion nobody asked for.",
            "“Would it be all right if I told you what I've seen work?” is SEEK: it asks, it does not yet "
            "advise.",
            "“The second stop is ten minutes from here.” is GI: a fact without advice.",
            "“It's entirely your call whether you do any of this.” is EMPH: a thought of its own about "
            "choice.",
        ),
    ),
    Code(
        "QO",
        "Open Question",
        "A question that leaves room for any answer and invites the client to say more. “Tell me about…” "
        "counts as one. MITI counts all questions together; open and closed is an extra that changetalk "
        "keeps.",
        (
            "What brought you here today?",
            "How did last week go?",
            "Tell me a bit about the evenings.",
            "What would have to be different for this to be worth the trouble?",
            "Why a four, and not a two?",
        ),
        (
            "“Did last week go well?” is QC: yes or no answers it.",
            "“What would you like us to spend the time on?” is SEEK: it hands the client a say in the work.",
            "“You're wondering what would have to be different.” is CR: it goes down at the end, as a guess.",
            "“What on earth were you thinking?” is CONF: a scolding in the shape of a question.",
        ),
    ),
    Code(
        "QC",
        "Closed Question",
        "A question that yes, no, a number, a name or a choice from a short list would answer. It stays "
        "closed even when the client answers at length.",
        (
            "Do you live on your own?",
            "How many of those were this week?",
            "Have you tried the patches before?",
            "On a scale from 0 to 10, how important is this to you?",
            "Was it the Friday or the Saturday?",
        ),
        (
            "“What are the weekends like?” is QO: any answer fits.",
            "“Is it okay with you if we look at the diary together?” is SEEK: it asks leave.",
            "“So Friday was the harder one.” is SR: said as a statement, not asked.",
            "“Don't you think you've had enough chances?” is CONF: it shames and does not ask.",
        ),
    ),
    Code(
        "SR",
        "Simple Reflection",
        "A statement that gives back what the client just said: repeated, rephrased or shortened, with "
        "little or no meaning added. A summary that only collects what was said is one too.",
        (
            "Client: I only smoke in the car. Counselor: The car is where you smoke.",
            "Client: I've had it up to here with the tablets. Counselor: You're fed up with the tablets.",
            "Client: My mum's on at me every night. Counselor: Every night she brings it up.",
            "So there's the cost, the cough, and what your son said on Sunday.",
        ),
        (
            "“The car is the one place where nobody wants anything from you.” is CR: it adds what the "
            "client did not say.",
            "“So it's only in the car?” is QC: the voice goes up and a yes or no is wanted.",
            "“Right, okay, the car.” is NC: a sound to keep things going, not a thought.",
            "“You wrote twelve on the form.” is GI: it reports the form and answers nothing the client said.",
        ),
    ),
    Code(
        "CR",
        "Complex Reflection",
        "A statement that goes beyond what the client said: it names a feeling or a value underneath, "
        "weighs both sides, turns a picture, stresses one part strongly, or says what might come next. A "
        "summary that draws things together into something new is one too.",
        (
            "Client: I only smoke in the car. Counselor: It's the ten minutes that belong to nobody but you.",
            "Client: My mum's on at me every night. Counselor: You'd like her to trust you with this.",
            "Client: I suppose I could skip Fridays. Counselor: And part of you is curious what that would "
            "be like.",
            "On the one hand the evenings are when you unwind; on the other, they're the hours you want "
            "back with the boys.",
            "You've been carrying this like a stone in your shoe.",
        ),
        (
            "“Every night she brings it up.” is SR: nothing is added.",
            "“You stood your ground with her and stayed kind. That took some doing.” is AF: it reflects, "
            "but its point is a strength of the client.",
            "“You're really just making excuses to keep the car.” is CONF: the added meaning is a reproach.",
            "“Maybe you could tell her how it feels.” is PER: a suggestion, not what the client means.",
        ),
    ),
    Code(
        "AF",
        "Affirm",
        "Words that bring out something good in this client: a strength, an effort, an intention, their "
        "worth. It is genuine, and specific to what the client did or is. It is not praise in general, "
        "agreement or cheering on.",
        (
            "You came straight from a night shift to be here. This matters to you.",
            "You noticed the pull on Saturday and went home anyway; that took backbone.",
            "Even on the worst days you made sure the kids were at school on time.",
            "You're someone who tells it straight, even when it's awkward.",
        ),
        (
            "“Great, well done!” is NC: praise in general that would fit anybody.",
            "“You went home on Saturday.” is SR: the deed without its worth.",
            "“I'm sure you'll manage.” is NC: cheering on, nothing about who the client is or what they did.",
            "“It must have been lonely, walking home.” is CR: understanding, not appreciation.",
        ),
    ),
    Code(
        "SEEK",
        "Seeking Collaboration",
        "The counselor truly shares the power or acknowledges the client's expertise: asks leave, asks "
        "what the client wants from the meeting, looks for agreement on what to do next, asks what the "
        "client makes of what was just told.",
        (
            "Would it be all right if we looked at the diary together?",
            "What would make this half hour worth your while?",
            "That's what the test shows. What do you make of it?",
            "We could talk about sleep or about the money. Where shall we start?",
            "You know your evenings best. Does this sound workable, or not quite?",
        ),
        (
            "“What time do you usually go to bed?” is QC: it gathers facts and shares no power.",
            "“What are your evenings like?” is QO: it explores, and the counselor still leads.",
            "“Whether you do anything about it is up to you.” is EMPH: it is about the client's choice.",
            "“We'll start with the diary, okay?” is NC: the okay is a habit, nothing is open.",
        ),
    ),
    Code(
        "EMPH",
        "Emphasizing Autonomy",
        "Words whose clear point is that the client is the one who decides: their freedom, their control, "
        "their right to choose, also to choose nothing. It need not sound approving and must not sound "
        "resigned.",
        (
            "What you do about this is yours to decide, and nobody else's.",
            "You may well look at all this and leave things as they are. That's open to you too.",
            "Nobody can make you take them; you're the one who opens the box.",
            "You'll be the judge of when, and of whether at all.",
        ),
        (
            "“What would you like to do next?” is SEEK: it asks for the client's say without naming the "
            "freedom.",
            "“You decided to leave early, and you stuck to it.” is AF: it appreciates a choice already made.",
            "“Well, it's your funeral.” is CONF: the words say freedom and the tone says blame.",
            "“You want to do it your own way.” is CR: what the client means, not what they are free to do.",
        ),
    ),
    Code(
        "CONF",
        "Confront",
        "The counselor goes against the client: argues, corrects, shames, blames, warns, moralises, "
        "labels, doubts their honesty. A question or a reflection with a sting is a confrontation.",
        (
            "That's not what you told me last week.",
            "You say you love your kids, and yet here we are again.",
            "Don't kid yourself, this is an addiction.",
            "Did you honestly expect them to believe that?",
            "Carry on like this and you'll be out of a job by spring.",
        ),
        (
            "“You ought to ring them today.” is PER: it pushes, but does not attack.",
            "“You want to be there for the kids, and the late nights get in the way.” is CR: both sides, "
            "no blame.",
            "“The report says there were four late arrivals.” is GI: a fact in a neutral voice.",
            "“What's different from last week?” is QO: it wonders and does not accuse.",
        ),
    ),
    Code(
        "NC",
        "Not Coded",
        "Talk that gets no code: greetings and thanks, structure of the meeting, sounds that keep things "
        "going, unfinished thoughts, small talk, sympathy, praise in general, the counselor's own "
        "experience without a moral, and reflections that only set up a question.",
        (
            "Morning, Des, mind the step.",
            "Mm-hmm. Right.",
            "Today we've got twenty minutes, and I'll take a few notes.",
            "I'm sorry you had to wait.",
            "Lovely. Thanks for filling that in.",
        ),
        (
            "“Would twenty minutes on this be all right with you?” is SEEK: it asks for a real say.",
            "“You filled that in after a double shift; you're taking this seriously.” is AF: it is "
            "specific to this client.",
            "“You had to wait.” is SR: it gives back what the client complained of.",
            "“I had the same, and cutting out sugar fixed it.” is PER: the story carries advice.",
        ),
        counted=False,
    ),
)

GLOBALS_MINIMUM = Minimum(
    {"minutes": 10, "spoken_words": 1500, "typed_turns": 30},
    "Ratings of the whole conversation need 10 minutes of it (without times 1,500 spoken words; typed, 30 "
    "turns). This is changetalk's own minimum; MITI defines none.",
)

GLOBALS = (
    GlobalRating(
        "cultivating_change_talk",
        "Cultivating Change Talk",
        "How far the counselor draws out the client's own reasons and wishes for change and keeps them "
        "going. It is about effort and skill: a client who offers none in spite of it does not lower it.",
        (
            "Takes no notice of the client's words for change, or talks over them.",
            "Notices them now and then and mostly lets the chance go by.",
            "Often answers them, with interest, but seldom asks for more or helps them grow.",
            "Regularly brings them up, asks for more and reflects them, with a few chances missed.",
            "Keeps finding, inviting and deepening the client's own case for change, all the way through.",
        ),
        GLOBALS_MINIMUM,
    ),
    GlobalRating(
        "softening_sustain_talk",
        "Softening Sustain Talk",
        "How far the counselor avoids feeding the client's case against change. Sustain talk is heard "
        "without being dug into. It may be high where the client voiced none.",
        (
            "Keeps asking for reasons not to change, or argues until the client defends staying as they are.",
            "Often dwells on obstacles and the good sides of staying the same.",
            "Gives reasons against change about as much room as they ask for, and sometimes more.",
            "Mostly hears them briefly and moves on, with a slip or two.",
            "Hears every doubt with respect and never builds it up; talk does not get stuck there.",
        ),
        GLOBALS_MINIMUM,
    ),
    GlobalRating(
        "partnership",
        "Partnership",
        "How far two people work on this together: the client's knowledge and ideas shape the "
        "conversation, and power is shared.",
        (
            "Acts as the expert who tells; the client has nothing to contribute.",
            "Leaves the client little room, or asks for their view and then passes over it.",
            "Works with what the client brings, without going out of the way to ask for it.",
            "Often asks for the client's view and builds on it.",
            "Treats the client as the one who knows their life best and lets that steer what happens.",
        ),
        GLOBALS_MINIMUM,
    ),
    GlobalRating(
        "empathy",
        "Empathy",
        "How far the counselor tries to grasp how things look and feel to the client, and shows it. It is "
        "understanding and not pity, warmth or having been through the same.",
        (
            "Shows no interest in how the client sees things.",
            "Makes a rare or shallow attempt to understand, or often gets it wrong.",
            "Tries, with mixed success: follows what is said but seldom what it means.",
            "Understands the client's view well, most of the time, and says so.",
            "Understands what is said and much of what is only hinted at, and lets the client see it.",
        ),
        GLOBALS_MINIMUM,
    ),
)

_REFLECTIONS = ("SR", "CR")
_QUESTIONS = ("QO", "QC")

SCORES = (
    SummaryScore(
        "questions", "Questions", "count", "QO + QC, one a volley", total(*_QUESTIONS), source=SOURCE
    ),
    SummaryScore(
        "reflections", "Reflections", "count", "SR + CR, one a volley", total(*_REFLECTIONS), source=SOURCE
    ),
    SummaryScore(
        "mi_adherent",
        "Total MI-adherent",
        "count",
        "SEEK + AF + EMPH",
        total("SEEK", "AF", "EMPH"),
        source=SOURCE,
    ),
    SummaryScore(
        "mi_non_adherent", "Total MI-non-adherent", "count", "CONF + PER", total("CONF", "PER"), source=SOURCE
    ),
    SummaryScore(
        "reflection_to_question",
        "Reflection-to-question ratio",
        "ratio",
        "(SR + CR) / (QO + QC)",
        ratio(_REFLECTIONS, _QUESTIONS),
        Threshold(1, 2, EXPERT_OPINION),
        Minimum(
            {"questions": 10, "reflections": 10},
            "This ratio needs 10 questions and 10 reflections to mean anything. That is changetalk's own "
            "minimum; MITI defines none.",
        ),
        upper_sanity=4,
        upper_why="More than four reflections to a question is twice the authors' “good” level, and rare "
        "among experts: of 27 high-quality AnnoMI demonstrations with enough evidence, 26 stay below three.",
        source=SOURCE,
    ),
    SummaryScore(
        "percent_complex",
        "% complex reflections",
        "share",
        "CR / (SR + CR)",
        ratio(("CR",), _REFLECTIONS),
        Threshold(0.4, 0.5, EXPERT_OPINION),
        Minimum(
            {"reflections": 10},
            "This share needs 10 reflections to mean anything. That is changetalk's own minimum; MITI "
            "defines none.",
        ),
        upper_sanity=0.8,
        upper_why="More than 80 % is twice what experts reach (39 %); language models writing as "
        "counselors reach 96 % (arXiv 2603.03846).",
        source=SOURCE,
    ),
    SummaryScore(
        "technical",
        "Technical global",
        "rating",
        "(Cultivating Change Talk + Softening Sustain Talk) / 2",
        mean("cultivating_change_talk", "softening_sustain_talk"),
        Threshold(3, 4, EXPERT_OPINION),
        GLOBALS_MINIMUM,
        source=SOURCE,
    ),
    SummaryScore(
        "relational",
        "Relational global",
        "rating",
        "(Partnership + Empathy) / 2",
        mean("partnership", "empathy"),
        Threshold(3.5, 4, EXPERT_OPINION),
        GLOBALS_MINIMUM,
        source=SOURCE,
    ),
    *count_scores(CODES, SOURCE),
)

_VOLLEYS = "changetalk.transcripts.volleys"
_REDUCE = "changetalk.instruments.reduce_volley"
_SETTLE = "changetalk.instruments.settle"
_SCORE = "changetalk.fidelity.score"

RULES = (
    Rule(
        "1",
        "A volley is an unbroken stretch of counselor talk. A client's “yeah” does not end it unless it "
        "answers something.",
        SOURCE,
        _VOLLEYS,
    ),
    Rule(
        "2",
        "A unit is one complete thought and gets one code at most. Each code counts once a volley, so a "
        "volley has eight at most: GI, PER or PWP, a question, a reflection, AF, SEEK, EMPH, CONF.",
        SOURCE,
        _REDUCE,
    ),
    Rule(
        "3",
        "One reflection a volley: any complex one makes it complex. One question a volley: any open one "
        "makes it open (the second half is changetalk's own). In doubt whether to split a unit: don't.",
        SOURCE,
        _REDUCE,
    ),
    Rule(
        "4",
        "In doubt between PER and GI, or PWP and GI: GI. Where a unit or a volley holds both PER and "
        "PWP: PWP. Permission may hold for some minutes, until the topic changes or the tone turns "
        "to orders.",
        SOURCE,
        _SETTLE,
    ),
    Rule(
        "5",
        "In doubt between SR and CR: SR. A complex reflection that affirms is AF. AF is specific to this "
        "client, not praise in general.",
        SOURCE,
        _SETTLE,
    ),
    Rule(
        "6",
        "In doubt among EMPH, SEEK and AF: the lower in that order, AF lowest. In doubt between one of "
        "them and anything else: the other.",
        SOURCE,
        _SETTLE,
    ),
    Rule(
        "7",
        "CONF beats a question and PER. In doubt between CONF and a reflection: no code.",
        SOURCE,
        _SETTLE,
    ),
    Rule(
        "8",
        "No code for structure, greetings, sounds that keep things going, self-disclosure, unfinished "
        "thoughts, talk off the topic and what belongs to an earlier meeting.",
        SOURCE,
    ),
    Rule(
        "9",
        "The change goal is named before coding. A random 20 minutes is advised. Globals are hard to rate "
        "below 10 minutes; at 2 to 5 minutes only counts are given.",
        SOURCE,
        _SCORE,
    ),
    Rule(
        "10",
        "Softening Sustain Talk may be high where there was no sustain talk. Cultivating Change Talk is "
        "not lowered because a client offers none in spite of effort.",
        SOURCE,
    ),
    Rule("11", "A reflection that only sets up a question gets no code.", SOURCE),
    Rule("12", "Affirmations repeated past two or three usually get no code.", SOURCE),
    Rule("13", "Next to PWP, a separate SEEK or EMPH unit keeps its own code when it is explicit.", SOURCE),
    Rule(
        "14",
        "MITI is of limited value where the goal is not a behaviour, where the helper should stay neutral, "
        "or where only engaging or focusing is meant: then relational scores and counts are given, and why.",
        SOURCE,
        _SCORE,
    ),
)

_STANDS_OVER = (("CR", "SR"), ("QO", "QC"), ("PWP", "PER"))
_IDS = frozenset(code.id for code in CODES)


def reduce_volley(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes of a volley, from the codes of its units in order (rules 2 to 4).

    Each code stands once, in the order of its first appearance; CR stands over SR, QO over QC, PWP
    over PER; NC never stands. Raises ValueError on a code that MITI does not have.
    """
    present = dict.fromkeys(codes)
    if not present.keys() <= _IDS:
        raise ValueError(f"not MITI codes: {sorted(present.keys() - _IDS)}")
    beaten = {lower for upper, lower in _STANDS_OVER if upper in present} | {"NC"}
    return tuple(code for code in present if code not in beaten)


def _doubts() -> Mapping[frozenset[str], str]:
    lowest_last = ("EMPH", "SEEK", "AF")
    named = {
        ("PER", "GI"): "GI",
        ("PWP", "GI"): "GI",
        ("SR", "CR"): "SR",
        ("CONF", "SR"): "NC",
        ("CONF", "CR"): "NC",
        ("CONF", "QO"): "CONF",
        ("CONF", "QC"): "CONF",
        ("CONF", "PER"): "CONF",
        **{(upper, lower): lower for upper, lower in combinations(lowest_last, 2)},
        **{(code, other): other for code in lowest_last for other in _IDS.difference(lowest_last)},
    }
    return {frozenset(pair): winner for pair, winner in named.items()}


INSTRUMENT = Instrument(
    id="miti-4.2.1",
    name="MITI 4.2.1",
    role="counselor",
    codes=CODES,
    reduce=reduce_volley,
    scores=SCORES,
    rules=RULES,
    sources=(
        "Moyers, T. B., Manuel, J. K., & Ernst, D. (2014). Motivational Interviewing Treatment Integrity "
        "Coding Manual 4.2.1. University of New Mexico.",
        "Moyers, T. B., Rowell, L. N., Manuel, J. K., Ernst, D., & Houck, J. M. (2016). The Motivational "
        "Interviewing Treatment Integrity code (MITI 4): rationale, preliminary reliability and validity. "
        "Journal of Substance Abuse Treatment, 65, 36-42.",
    ),
    counted_in="volley",
    note="MITI was made for spoken conversations and was not validated on typed ones.",
    doubts=_doubts(),
    globals=GLOBALS,
)
