"""Streams are pure functions of seed, name, replication and draw (rule D1)."""

import hashlib
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capsim.errors import InputError
from capsim.plan import streams
from capsim.plan.streams import (
    checked_seed,
    philox,
    refuse_collisions,
    stream_hash,
    stream_path,
    uniforms,
    words,
)

KNOWN_ANSWERS = [  # from Random123's kat_vectors, philox4x32 10 rounds: counter, key, result
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def hexes(text):
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(counter, key, result):
    got = philox(tuple(np.array([word], dtype=np.uint64) for word in hexes(counter)), tuple(hexes(key)))
    assert [int(word[0]) for word in got] == hexes(result)


def scalar_philox(counter, key):
    """Philox4x32-10 in plain integers, written from the paper."""
    a, b, c, d = counter
    k, l = key  # noqa: E741
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * a, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c, 2**32)
        a, b, c, d = high1 ^ b ^ k, low1, high0 ^ d ^ l, low0
        k, l = (k + 0x9E3779B9) % 2**32, (l + 0xBB67AE85) % 2**32  # noqa: E741
    return a, b, c, d


def scalar_word(seed, path, replication, j):
    """The text of rule D1, one number at a time."""
    digest = hashlib.blake2b(unicodedata.normalize("NFC", path).encode("utf-8"), digest_size=8).digest()
    name = sum(byte << (8 * place) for place, byte in enumerate(digest))
    counter = (name % 2**32, name // 2**32, replication // 4, j)
    return scalar_philox(counter, (seed % 2**32, seed // 2**32))[replication % 4]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**64 - 1),
    names=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4, unique=True),
    first=st.integers(0, 10_000_000),
    count=st.integers(0, 13),
    j=st.integers(0, 2**32 - 1),
)
def test_a_draw_is_what_the_rule_says_one_at_a_time(seed, names, first, count, j):
    paths = [stream_path("task", name) for name in names]
    hashes = np.array([stream_hash(path) for path in paths], dtype=np.uint64)
    expected = [[scalar_word(seed, path, first + row, j) for path in paths] for row in range(count)]
    assert words(hashes, seed, first, count, j).tolist() == expected
    assert uniforms(hashes, seed, first, count, j).tolist() == [
        [(x + 0.5) / 2**32 for x in row] for row in expected
    ]


def test_each_stream_can_be_asked_for_its_own_draw():
    hashes = np.array([stream_hash("group/a")] * 3, dtype=np.uint64)
    together = words(hashes, 5, 2, 9, np.arange(3))
    apart = [words(hashes[:1], 5, 2, 9, j)[:, 0] for j in range(3)]
    assert np.array_equal(together, np.stack(apart, axis=1))
    assert len({column.tobytes() for column in apart}) == 3


def test_a_uniform_is_never_0_or_1():
    assert (np.uint32(0) + 0.5) * 2.0**-32 > 0
    assert (np.uint32(2**32 - 1) + 0.5) * 2.0**-32 < 1


def test_a_slash_or_percent_inside_a_name_cannot_be_taken_for_the_path():
    assert stream_path("task", "a/b", "c") == "task/a%2Fb/c"
    assert stream_path("task", "a", "b/c") == "task/a/b%2Fc"
    assert stream_path("a%2Fb") == "a%252Fb" != stream_path("a/b")


def test_the_same_name_in_another_unicode_form_is_the_same_stream():
    assert stream_path("driver", "Cafe\u0301") == stream_path("driver", "Caf\u00e9")


def test_two_streams_with_one_hash_are_an_error_that_names_both(monkeypatch):
    monkeypatch.setattr(streams, "stream_hash", len)
    with pytest.raises(
        InputError, match="'driver/b': shares its random numbers with stream 'driver/a'"
    ) as error:
        refuse_collisions(["driver/a", "driver/b", "driver/long", "driver/a"])
    assert len(error.value.found) == 1


def test_a_path_asked_for_twice_is_no_collision():
    refuse_collisions(["a", "b", "a"])


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5, "7", None, True])
def test_a_seed_that_is_no_64_bit_number_is_refused_by_name(seed):
    with pytest.raises(InputError, match=r"^seed: .*18446744073709551615"):
        checked_seed(seed)


@pytest.mark.parametrize("seed", [0, 2**64 - 1, np.int64(7)])
def test_every_64_bit_number_is_a_seed(seed):
    assert checked_seed(seed) == int(seed)
    assert type(checked_seed(seed)) is int


def test_a_range_of_replications_below_0_is_refused():
    with pytest.raises(InputError, match="no range of replications"):
        words(np.zeros(1, dtype=np.uint64), 1, -1, 4)
