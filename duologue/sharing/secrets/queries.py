from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from duologue.people.models import Couple, Partner
from duologue.sharing.secrets import rules
from duologue.sharing.secrets.models import AgreementSigned, SecretsPolicy
from duologue.sharing.signals import asking_who_takes_medicine


@dataclass(frozen=True)
class PolicyRead:
    """The rule as both partners and their team read it: the one in force, and one that waits."""

    holds: rules.Holds | rules.Waits
    asked: str
    chosen_by: str
    chosen_at: datetime | None

    @property
    def waiting(self) -> bool:
        """Whether the rule last chosen still waits for a signature."""
        return not isinstance(self.holds, rules.Holds) or self.holds.policy != self.asked


def chosen_for(couple: UUID) -> tuple[rules.Chosen, ...]:
    """The rules chosen for a couple, oldest first; before any, the one that stands by itself."""
    rows = SecretsPolicy.objects.filter(couple_id=couple).values_list("id", "policy", "at")
    return (rules.Chosen(None, rules.DEFAULT), *(rules.Chosen(*row) for row in rows))


def chosen_beside(rows: QuerySet[Any], couple: str) -> QuerySet[Any]:
    """These rows with what `chosen_in` reads, of the couple whose id stands at that path."""
    chosen = SecretsPolicy.objects.filter(couple=OuterRef(couple)).order_by("at", "id")
    return rows.annotate(
        secrets=ArraySubquery(chosen.values(one=JSONObject(id="id", policy="policy", at="at")))
    )


def chosen_in(row: Any) -> tuple[rules.Chosen, ...]:
    """As `chosen_for`. No query."""
    return (rules.Chosen(None, rules.DEFAULT), *_written_in(row))


def _written_in(row: Any) -> list[rules.Chosen]:
    return [
        rules.Chosen(UUID(one["id"]), one["policy"], datetime.fromisoformat(one["at"]))
        for one in row.secrets
    ]


def agreed_beside(partners: QuerySet[Any]) -> QuerySet[Any]:
    """These partners of `chosen_beside` with what else `agreed_in` reads, of both of their couple."""
    signed = AgreementSigned.objects.filter(couple=OuterRef("couple")).order_by()
    return partners.annotate(
        agreed=ArraySubquery(signed.values(one=JSONObject(of="partner", under="policy", at="at"))),
    )


def agreed_in(partner: Any, needed: frozenset[UUID]) -> bool:
    """Whether a rule on secrets is signed by all who are `needed`. No query."""
    signed = [
        rules.Signed(
            UUID(row["of"]),
            UUID(row["under"]) if row["under"] else None,
            datetime.fromisoformat(row["at"]),
        )
        for row in partner.agreed
    ]
    return isinstance(rules.in_force(_written_in(partner), signed, needed), rules.Holds)


def policy_of(couple: Couple, both: Iterable[Partner] | None = None) -> PolicyRead:
    """How the rule on secrets stands. Two queries where `both` are known and have signed it."""
    chosen = list(SecretsPolicy.objects.filter(couple=couple).select_related("by"))
    last = chosen[-1] if chosen else None
    signed = [
        rules.Signed(*row)
        for row in AgreementSigned.objects.filter(couple=couple).values_list(
            "partner_id", "policy_id", "at"
        )
    ]
    partners = couple.partners.all() if both is None else both
    written = [rules.Chosen(c.id, c.policy, c.at) for c in chosen]
    asked = last.policy if last else rules.DEFAULT
    holds = rules.in_force(written, signed, frozenset(one.pk for one in partners))
    if not isinstance(holds, rules.Holds) or holds.policy != asked:
        holds = rules.in_force(written, signed, needed_of(couple))
    return PolicyRead(
        holds=holds,
        asked=asked,
        chosen_by=last.by.name if last else "",
        chosen_at=last.at if last else None,
    )


def needed_of(couple: Couple, partner: Partner | None = None) -> frozenset[UUID]:
    """Whose signatures it takes before `partner` is asked private questions; both, as a rule.

    Where a course gives medicine to one of them only, the other's is not waited for.
    """
    dosed = {
        one for _, answer in asking_who_takes_medicine.send(Couple, couple=couple) for one in answer
    }
    whose = dosed or set(Partner.objects.filter(couple=couple).values_list("id", flat=True))
    return frozenset(whose | ({partner.pk} if partner else set()))


def may_begin(partner: Partner) -> bool:
    """Whether this partner may be asked private questions yet. One query where both have signed."""
    rows = AgreementSigned.objects.filter(couple_id=partner.couple_id)
    both = dict(
        Partner.objects.filter(couple_id=partner.couple_id).values_list(
            "id", Exists(rows.filter(partner=OuterRef("id")))
        )
    )
    signed = frozenset(one for one, has_signed in both.items() if has_signed)
    needed = frozenset(both)
    if needed != signed and partner.pk in signed:
        needed = needed_of(partner.couple, partner)
    return rules.may_begin(signed, needed)
