"""Sign-in cards of the demo: who somebody is, and one thing to look at. No Django: the terminal prints them."""

from dataclasses import dataclass

from duologue.demo.story import house, stories

PASSWORD = (
    "willow street"  # of the made-up staff: asked for again, and opens the keys of clinicians
)
SEALED_FOR = ("therapist", "prescriber")
ROLES = {"monitor": "session monitor"}
PRINTED = ("screening", "preparation", "medicine", "integration", "follow-up, 3 months", "closed")


@dataclass(frozen=True)
class Card:
    """One person. `side` is 0 for staff; `key` stands in the address."""

    key: str
    title: str
    role: str
    look: str
    phase: str = ""
    couple: str = ""
    side: int = 0

    @property
    def password(self) -> str:
        """What a page asks staff for once more; empty for a partner, who has none."""
        return "" if self.side else PASSWORD

    @property
    def href(self) -> str:
        return f"/demo/{self.key}/"


@dataclass(frozen=True)
class CoupleCard:
    """One couple with a card for each partner who signs in."""

    name: str
    phase: str
    course: str
    look: str
    partners: tuple[Card, ...]


def staff_cards() -> tuple[Card, ...]:
    return tuple(Card(m.key, m.name, ROLES.get(m.role, m.role), m.look) for m in house().staff)


def couple_cards() -> tuple[CoupleCard, ...]:
    """Every couple, in the order of the course."""
    return tuple(
        CoupleCard(
            name=" and ".join(who.name for who in story.partners),
            phase=story.phase,
            course=story.programme.replace("-", " "),
            look=story.look,
            partners=tuple(
                Card(
                    key=story.key.split("-")[side - 1],
                    title=who.name,
                    role="partner",
                    look=story.look,
                    phase=story.phase,
                    couple=" and ".join(one.name for one in story.partners),
                    side=side,
                )
                for side, who in enumerate(story.partners, start=1)
                if who.joined
            ),
        )
        for story in stories()
    )


def cards() -> tuple[Card, ...]:
    """Everybody who can sign in."""
    return (*staff_cards(), *(card for couple in couple_cards() for card in couple.partners))


def printed() -> list[tuple[str, str]]:
    """(who, address) for the terminal: the page of all cards, each role, a partner in each phase."""
    lines = [("all of them", "/demo/")]
    lines += [(f"{card.title}, {card.role}", card.href) for card in staff_cards()]
    seen: set[str] = set()
    for couple in couple_cards():
        if couple.phase in PRINTED and couple.phase not in seen:
            seen.add(couple.phase)
            first = couple.partners[0]
            lines.append((f"{first.title}, {couple.phase}", first.href))
    return lines
