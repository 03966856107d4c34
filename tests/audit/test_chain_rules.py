from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from duologue.audit.rules import BEFORE_THE_FIRST, Broken, Link, Whole, hash_of, verify
from tests.cast import NOW

words = some.tuples(some.uuids().map(str), some.text(max_size=9), some.none() | some.text())
logs = some.lists(words, min_size=1, max_size=8)


def chained(said) -> list[Link]:
    links, previous = [], BEFORE_THE_FIRST
    for number, words in enumerate(said, 1):
        bare = Link(number, NOW + timedelta(seconds=number), words, "")
        previous = hash_of(previous, bare)
        links.append(Link(bare.number, bare.at, words, previous))
    return links


def heads_of(links) -> dict[int, str]:
    return {link.number: link.hash for link in links}


@given(logs)
def test_a_log_that_nobody_touched_holds(said) -> None:
    links = chained(said)
    assert verify(links, heads=heads_of(links)) == Whole(len(links))


@given(logs, some.data())
def test_a_changed_row_is_found_at_that_row(said, data) -> None:
    links = chained(said)
    at = data.draw(some.integers(0, len(links) - 1))
    one = links[at]
    links[at] = Link(one.number, one.at, (*one.words[:-1], "other words than any"), one.hash)
    found = verify(links, heads=heads_of(links))
    assert isinstance(found, Broken) and found.number == at + 1


@given(logs, some.data())
def test_a_row_taken_out_is_found_even_when_its_head_goes_with_it(said, data) -> None:
    links = chained(said)
    before = heads_of(links)
    gone = links.pop(data.draw(some.integers(0, len(links) - 1)))
    found = verify(links, heads=before)
    assert isinstance(found, Broken) and found.number == gone.number
    found = verify(links, heads=heads_of(links), kept=before)
    assert isinstance(found, Broken) and found.number == gone.number


@given(logs)
def test_a_log_written_anew_from_the_first_row_meets_a_head_that_was_kept(said) -> None:
    honest = chained(said)
    anew = chained([*said[:-1], ("somebody else", "", None)])
    assert verify(anew, heads=heads_of(anew)) == Whole(len(anew))
    last = honest[-1]
    for kept in ({"kept": {last.number: last.hash}}, {"must_hold": last.hash}):
        assert isinstance(verify(anew, heads=heads_of(anew), **kept), Broken)
        assert verify(honest, heads=heads_of(honest), **kept) == Whole(len(honest))


def test_a_clock_set_back_is_told_and_breaks_nothing() -> None:
    first = Link(1, NOW, ("a",), "")
    first = Link(1, NOW, ("a",), hash_of(BEFORE_THE_FIRST, first))
    second = Link(2, NOW - timedelta(hours=1), ("b",), "")
    second = Link(2, second.at, ("b",), hash_of(first.hash, second))
    assert verify([first, second], heads=heads_of([first, second])) == Whole(2, went_back=(2,))
