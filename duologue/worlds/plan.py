"""What happens in secret in each of the two worlds of a pair, and who must not tell them apart."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from duologue.worlds.acts import OBSERVERS, Act, acts
from duologue.worlds.base import SECRETS_BEGIN

# Whose eyes a pair is for, by its seed: the other partner most often.
TURNS = ("b", "a", "b", "coordinator", "b", "b", "monitor", "b", "a", "b", "coordinator", "b")
KINDS = 7  # kinds of acts in one pair


@dataclass(frozen=True)
class Deed:
    """One act at one moment. `dice` decide what is said, `keys` the keys of the rows it makes."""

    act: Act
    at: datetime
    dice: tuple[object, ...]
    keys: tuple[object, ...]


@dataclass(frozen=True)
class Plan:
    """`worlds`: the deeds of either world. `observers`: from whom all that differs is hidden."""

    seed: int
    eyes: str
    worlds: tuple[tuple[Deed, ...], tuple[Deed, ...]]
    observers: tuple[str, ...]

    @property
    def watching(self) -> tuple[str, ...]:
        """Whose eyes it is for, and one of the others in turn."""
        others = [who for who in self.observers if who != self.eyes]
        return (self.eyes, *others[self.seed % len(others) :][:1]) if others else (self.eyes,)


def plan(seed: int, eyes: str | None = None, only: tuple[str, ...] = ()) -> Plan:
    """The pair of this seed; `eyes` and `only` (names of acts) choose instead of the seed."""
    rng = random.Random(f"plan {seed}")
    eyes = eyes or TURNS[seed % len(TURNS)]
    fitting = [act for act in acts() if act.hidden_from(eyes) and (not only or act.name in only)]
    chosen = fitting if only else rng.sample(fitting, min(KINDS, len(fitting)))
    worlds: tuple[list[Deed], list[Deed]] = ([], [])
    for act in chosen:
        secret = act.hidden_from(eyes) == "everything"
        same = rng.randint(1, act.times)
        for world, deeds in enumerate(worlds):
            # One world is nearly empty and the other full: what is hidden is whether, not only what.
            times = (rng.randint(0, 1) if world == 0 else same) if secret else same
            for nth in range(0 if only and secret and world == 0 else times):
                moment = rng if secret else random.Random(f"{seed} {act.name} {nth}")
                at = SECRETS_BEGIN + timedelta(minutes=moment.randrange(1, 400))
                words = (seed, act.name, nth)
                deeds.append(Deed(act, at, (world, *words), (world if secret else 0, *words)))
    first, second = (tuple(sorted(d, key=lambda one: (one.at, one.act.name))) for d in worlds)
    return Plan(seed, eyes, (first, second), _who_may_not_tell(chosen, eyes))


def _who_may_not_tell(chosen: list[Act], eyes: str) -> tuple[str, ...]:
    """For whom each act that differs is hidden at least as far as it differs."""
    far = {"everything": 2, "contents": 1, "": 0}
    return tuple(
        who
        for who in OBSERVERS
        if all(far[act.hidden_from(who)] >= far[act.hidden_from(eyes)] for act in chosen)
    )
