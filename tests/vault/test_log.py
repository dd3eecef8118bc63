"""Torn tails and tampering, told apart on the bytes of a log."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.vault.log import HEADER, Framer, Scan
from changetalk.vault.sealing import PersonKeys, new_key

KEYS = PersonKeys.of(new_key())
FRAMER = Framer(KEYS, "a" * 32, "b" * 32)
TEXTS = [bytes([n]) * size for n, size in enumerate((5, 40, 0, 600, 1500))]
FRAMES = [FRAMER.frame(number, text) for number, text in enumerate(TEXTS)]
LOG = b"".join(FRAMES)
STARTS = [sum(map(len, FRAMES[:n])) for n in range(len(FRAMES) + 1)]

EXAMPLES = settings(max_examples=60)


def texts(scan: Scan) -> list[bytes]:
    return [frame.plain for frame in scan.frames]


def tail_is_torn(data: bytes, whole: int) -> None:
    scan = FRAMER.scan(data)
    assert texts(scan) == TEXTS[:whole]
    assert (scan.torn, scan.damaged, scan.end) == (True, [], STARTS[whole])


def test_a_whole_log_reads_whole() -> None:
    scan = FRAMER.scan(LOG)
    assert texts(scan) == TEXTS
    assert (scan.torn, scan.damaged, scan.end) == (False, [], len(LOG))


def test_cut_at_every_byte_a_log_reads_up_to_the_cut_and_nothing_is_called_damage() -> None:
    for cut in range(len(LOG)):
        scan = FRAMER.scan(LOG[:cut])
        whole = sum(start <= cut for start in STARTS[1:])
        assert texts(scan) == TEXTS[:whole]
        assert (scan.torn, scan.damaged, scan.end) == (cut not in STARTS, [], STARTS[whole])


@EXAMPLES
@given(cut=st.integers(1, len(FRAMES[-1]) - 1))
def test_a_tail_whose_end_the_disk_never_took_is_torn(cut: int) -> None:
    # What was not written reads as zeros. Fewer than 16 of them, at the very end, would be called damage.
    cut = min(cut, len(FRAMES[-1]) - 16)
    tail_is_torn(LOG[: STARTS[-2]] + FRAMES[-1][:cut] + bytes(len(FRAMES[-1]) - cut), 4)


def test_a_tail_with_a_hole_of_zeros_is_torn() -> None:
    hole = FRAMES[-1][:512] + bytes(512) + FRAMES[-1][1024:]
    tail_is_torn(LOG[: STARTS[-2]] + hole, 4)


def test_a_tail_whose_header_the_disk_never_took_is_torn() -> None:
    tail_is_torn(LOG[: STARTS[-2]] + bytes(100) + FRAMES[-1][100:], 4)


def test_a_file_that_was_lengthened_by_zeros_is_torn() -> None:
    tail_is_torn(LOG + bytes(5000), 5)


def test_a_header_of_zeros_before_whole_records_is_damage() -> None:
    scan = FRAMER.scan(LOG[: STARTS[2]] + bytes(HEADER.size) + LOG[STARTS[2] + HEADER.size :])
    assert texts(scan) == TEXTS[:2]
    assert scan.damaged == [2]
    assert not scan.torn


@EXAMPLES
@given(place=st.integers(0, len(LOG) - 1), change=st.integers(1, 255))
def test_a_changed_byte_anywhere_is_damage_and_never_a_torn_tail(place: int, change: int) -> None:
    changed = LOG[:place] + bytes([LOG[place] ^ change]) + LOG[place + 1 :]
    scan = FRAMER.scan(changed)
    frame = sum(start <= place for start in STARTS) - 1
    assert scan.damaged == [frame]
    assert not scan.torn
    assert set(texts(scan)) <= set(TEXTS)


def test_a_record_that_is_damaged_inside_costs_no_other() -> None:
    place = STARTS[3] + HEADER.size + 50
    scan = FRAMER.scan(LOG[:place] + bytes([LOG[place] ^ 1]) + LOG[place + 1 :])
    assert texts(scan) == TEXTS[:3] + TEXTS[4:]
    assert scan.damaged == [3]


def test_a_length_made_longer_does_not_pass_the_rest_off_as_a_torn_tail() -> None:
    length, mark = HEADER.unpack_from(LOG, STARTS[1])
    scan = FRAMER.scan(LOG[: STARTS[1]] + HEADER.pack(length + 10**6, mark) + LOG[STARTS[1] + HEADER.size :])
    assert scan.damaged == [1]
    assert not scan.torn


@EXAMPLES
@given(seed=st.randoms(use_true_random=False))
def test_records_swapped_repeated_or_taken_from_the_middle_are_damage(seed: random.Random) -> None:
    order = list(range(len(FRAMES)))
    kind = seed.choice(["swap", "repeat", "remove"])
    a, b = seed.sample(order, 2)
    if kind == "swap":
        order[a], order[b] = order[b], order[a]
    elif kind == "repeat":
        order.insert(b, a)
    else:
        order.remove(seed.choice(order[:-1]))
    if order == list(range(len(FRAMES))):
        return
    scan = FRAMER.scan(b"".join(FRAMES[n] for n in order))
    assert scan.damaged
    assert not scan.torn
    assert texts(scan) == TEXTS[: len(scan.frames)]


def test_a_record_of_another_log_or_person_does_not_fit() -> None:
    for other in (Framer(KEYS, "a" * 32, "c" * 32), Framer(KEYS, "c" * 32, "b" * 32)):
        scan = FRAMER.scan(LOG[: STARTS[3]] + other.frame(3, b"x") + LOG[STARTS[4] :])
        assert (texts(scan), scan.damaged) == (TEXTS[:3], [3])


@EXAMPLES
@given(noise=st.binary(max_size=200))
def test_noise_alone_never_reads_as_records(noise: bytes) -> None:
    assert FRAMER.scan(noise).frames == []
