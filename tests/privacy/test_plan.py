"""Which secret acts a pair of worlds is made of."""

from collections import Counter

import pytest

from duologue.worlds.acts import acts
from duologue.worlds.plan import Plan, plan, together

SEEDS = range(16)


def known(made: Plan, world: int) -> list[tuple[object, ...]]:
    """What whoever watches may see to have happened there: which act, when, under which key."""
    return [
        (deed.act.name, deed.at, deed.keys)
        for deed in made.worlds[world]
        if deed.act.hidden_from(made.eyes) != "everything"
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_is_the_same_however_many_others_there_are(seed: int) -> None:
    many = plan(seed, pairs=together(seed))
    assert len(many.worlds) == together(seed) + 1
    assert plan(seed).worlds == many.worlds[:2]
    assert plan(seed, pairs=3).worlds == many.worlds[:4]


@pytest.mark.parametrize("seed", SEEDS)
def test_worlds_keep_other_secrets_and_what_may_be_seen_happens_in_all(seed: int) -> None:
    many = plan(seed, pairs=together(seed))
    assert len({repr(deeds) for deeds in many.worlds}) == len(many.worlds)
    assert all(known(many, world) == known(many, 0) for world in range(len(many.worlds)))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_other_partner_watches_every_pair(seed: int) -> None:
    many = plan(seed, pairs=together(seed))
    for number in range(1, together(seed) + 1):
        assert "b" in many.watching(number)
        assert set(many.watching(number)) <= set(many.watching(1))
        # From each of them everything that differs is hidden as far as it differs.
        assert set(many.watching(number)) <= set(many.observers)


def test_every_kind_of_secret_is_kept_from_the_other_partner_in_several_pairs() -> None:
    kept: Counter[str] = Counter()
    for seed in SEEDS:
        many = plan(seed, pairs=together(seed))
        if many.eyes == "b":
            for deeds in many.worlds[1:]:
                kept.update({deed.act.name for deed in deeds})
    assert {act.name for act in acts() if kept[act.name] < 5} == set()
