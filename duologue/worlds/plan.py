"""What happens in secret in each world of a pair, and who must not tell them apart."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from duologue.worlds.acts import OBSERVERS, Act, acts
from duologue.worlds.base import SECRETS_BEGIN

# Whose eyes a pair is for, by its seed: the other partner most often.
TURNS = ("b", "a", "b", "coordinator", "b", "b", "monitor", "b", "a", "b", "coordinator", "b")
KINDS = 7  # kinds of acts in one pair
TOGETHER = {"b": 8}  # pairs that have their first world in common, by whose eyes they are for
FEWER = 4  # for all other eyes


@dataclass(frozen=True)
class Deed:
    """One act at one moment. `dice` decide what is said, `keys` the keys of the rows it makes."""

    act: Act
    at: datetime
    dice: tuple[object, ...]
    keys: tuple[object, ...]


@dataclass(frozen=True)
class Plan:
    """`worlds`: the deeds of each world; every other one makes a pair with the first, and its place
    is the pair's number. `observers`: from whom all that differs between any of them is hidden."""

    seed: int
    eyes: str
    worlds: tuple[tuple[Deed, ...], ...]
    observers: tuple[str, ...]

    def watching(self, pair: int) -> tuple[str, ...]:
        """Whose eyes it is for, and a second: the other partner always, else one in every third pair."""
        if self.eyes != "b" and "b" in self.observers:
            return (self.eyes, "b")
        others = [who for who in self.observers if who != self.eyes]
        if not others or pair % 3 != 1:
            return (self.eyes,)
        return (self.eyes, others[self.seed % len(others)])


def together(seed: int) -> int:
    """How many pairs of this seed are made with one first world."""
    return TOGETHER.get(TURNS[seed % len(TURNS)], FEWER)


def plan(seed: int, eyes: str | None = None, only: tuple[str, ...] = (), *, pairs: int = 1) -> Plan:
    """The worlds of this seed; `eyes` and `only` (names of acts) choose instead of the seed.

    A world's deeds do not depend on how many more there are.
    """
    rng = random.Random(f"plan {seed}")
    eyes = eyes or TURNS[seed % len(TURNS)]
    fitting = [act for act in acts() if act.hidden_from(eyes) and (not only or act.name in only)]
    chosen = fitting if only else rng.sample(fitting, min(KINDS, len(fitting)))
    worlds: list[list[Deed]] = [[], []]
    for act in chosen:
        secret = act.hidden_from(eyes) == "everything"
        same = rng.randint(1, act.times)
        for world, deeds in enumerate(worlds):
            # One world is nearly empty and the other full: what is hidden is whether, not only what.
            times = (rng.randint(0, 1) if world == 0 else same) if secret else same
            for nth in range(0 if only and secret and world == 0 else times):
                moment = rng if secret else random.Random(f"{seed} {act.name} {nth}")
                deeds.append(_deed(act, moment, seed, nth, world=world, secret=secret))
    # What may be seen to have happened has happened alike in all of them, in other words.
    seen = [deed for deed in worlds[1] if deed.act.hidden_from(eyes) != "everything"]
    unseen = [act for act in fitting if act.hidden_from(eyes) == "everything"]
    known = list(chosen)
    for world in range(2, pairs + 1):
        lots = random.Random(f"plan {seed} {world}")
        others = lots.sample(unseen, min(KINDS, len(unseen)))
        worlds.append([replace(deed, dice=(world, *deed.dice[1:])) for deed in seen])
        worlds[world] += [
            _deed(act, lots, seed, nth, world=world, secret=True)
            for act in others
            for nth in range(lots.randint(1, act.times))
        ]
        known += others
    told = tuple(tuple(sorted(d, key=lambda one: (one.at, one.act.name))) for d in worlds)
    return Plan(seed, eyes, told, _who_may_not_tell(known, eyes))


def _deed(
    act: Act, moment: random.Random, seed: int, nth: int, *, world: int, secret: bool
) -> Deed:
    at = SECRETS_BEGIN + timedelta(minutes=moment.randrange(1, 400))
    words = (seed, act.name, nth)
    # All full worlds make their rows under the same keys, so that a key tried exists in each.
    return Deed(act, at, (world, *words), (min(world, 1) if secret else 0, *words))


def _who_may_not_tell(chosen: list[Act], eyes: str) -> tuple[str, ...]:
    """For whom each act that differs is hidden at least as far as it differs."""
    far = {"everything": 2, "contents": 1, "": 0}
    return tuple(
        who
        for who in OBSERVERS
        if all(far[act.hidden_from(who)] >= far[act.hidden_from(eyes)] for act in chosen)
    )
