from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from duologue.consent import loader, rules
from duologue.consent.document import Document
from duologue.consent.models import ChoiceMade, Signature, TeachBackAnswer
from duologue.people.models import Partner, Person
from duologue.people.queries import partners_of_caseload
from duologue.privacy.addresses import page_id
from duologue.programme.models import Episode
from duologue.programme.queries import asked_of, current_episode
from duologue.sharing.secrets import queries as secrets
from duologue.sharing.secrets.rules import Chosen, asked_since


@dataclass(frozen=True)
class SignatureRead:
    """A signature as a page shows it, without the paper's bytes."""

    id: UUID
    document: str
    title: str
    version: str
    name: str
    sha256: str
    at: datetime
    chosen: tuple[tuple[str, str], ...]
    countersign: str
    countersigned_by: str
    countersigned_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def awaits_countersignature(self) -> bool:
        return bool(
            self.countersign and self.countersigned_at is None and self.withdrawn_at is None
        )


@dataclass(frozen=True)
class ConsentRead:
    """One document for one person: how it stands, and every signature, the newest first."""

    partner: UUID
    document: Document
    standing: rules.Open | rules.Closed | rules.Decide
    signatures: tuple[SignatureRead, ...]
    optional: bool = False

    @property
    def page(self) -> UUID:
        """Its address among this person's papers."""
        return page_id(self.partner, "papers", self.document.id)

    @property
    def newest(self) -> SignatureRead | None:
        """The last signature, unless it was withdrawn."""
        last = self.signatures[0] if self.signatures else None
        return last if last and last.withdrawn_at is None else None


@dataclass(frozen=True)
class CurrentConsent:
    document: str
    version: str
    signature_id: UUID
    since: datetime
    chosen: Mapping[str, str]


def signatures_of(partner: Partner) -> QuerySet[Signature]:
    return (
        Signature.objects.filter(partner=partner)
        .defer("paper")
        .select_related("countersignature__by", "withdrawal")
        .order_by("-at", "-id")
    )


def consents_of(partner: Partner) -> tuple[ConsentRead, ...]:
    """What the course asks this person to sign, and what they signed before, in reading order."""
    asked = documents_for([partner], current_episode(partner.couple))[partner.pk]
    rows = list(signatures_of(partner))
    signed = {row.document for row in rows}
    chosen = secrets.chosen_for(partner.couple_id)
    return tuple(
        _consent(
            partner.pk,
            loader.under(document, chosen[-1].policy),
            [row for row in rows if row.document == document.id],
            optional=asked.get(document.id, True),
            chosen=chosen,
        )
        for document in loader.newest()
        if document.id in asked or document.id in signed
    )


def consent_at(partner: Partner, page: UUID) -> ConsentRead | None:
    """How the document on that page of this person's stands; None where it is none of theirs."""
    return next((read for read in consents_of(partner) if read.page == page), None)


def current_consents(partner: Partner) -> dict[str, CurrentConsent]:
    """The consents that hold now, by document: version in force, not withdrawn, countersigned."""
    rows = {row.id: row for row in signatures_of(partner)}
    chosen = secrets.chosen_for(partner.couple_id)
    held = {}
    for document in loader.newest():
        mine = [row for row in rows.values() if row.document == document.id]
        read = _consent(partner.pk, document, mine, chosen=chosen)
        if isinstance(read.standing, rules.Open) and read.newest:
            held[document.id] = CurrentConsent(
                document=document.id,
                version=document.version,
                signature_id=read.newest.id,
                since=read.newest.at,
                chosen=rows[read.newest.id].chosen,
            )
    return held


def documents_for(
    partners: Sequence[Partner], episode: Episode | None
) -> dict[UUID, dict[str, bool]]:
    """What each of these partners is asked to sign: document id to whether it is optional.

    The course knows: its `sign` steps for that partner. Before a course is chosen, everything.
    """
    if episode is None:
        every = {document.id: document.optional for document in loader.newest()}
        return {partner.pk: every for partner in partners}
    return {
        partner: {step.subject: step.optional for step in steps}
        for partner, steps in asked_of(episode, partners, kind="sign").items()
    }


def answers_of(partner: Partner, document: Document) -> dict[str, str]:
    """The last answer to each question of this version."""
    rows = TeachBackAnswer.objects.filter(
        partner=partner, document=document.id, version=document.version
    )
    return {row.question: row.answer for row in rows.order_by("at", "id")}


def chosen_by(partner: Partner, document: Document) -> dict[str, str]:
    """What was last chosen with this version; empty when nothing was."""
    row = ChoiceMade.objects.filter(
        partner=partner, document=document.id, version=document.version
    ).last()
    return dict(row.chosen) if row else {}


def signature_for_team(
    person: Person, roles: frozenset[str], partner_id: UUID, signature_id: UUID
) -> Signature:
    """A signature of somebody on the caseload. Raises Signature.DoesNotExist."""
    partners = partners_of_caseload(person, roles).filter(id=partner_id)
    return Signature.objects.select_related("partner").get(id=signature_id, partner__in=partners)


def _consent(
    partner: UUID,
    document: Document,
    rows: list[Signature],
    *,
    optional: bool = False,
    chosen: Sequence[Chosen] = (),
) -> ConsentRead:
    read = tuple(_signature(row) for row in rows)
    signed = [rules.Signed(s.version, s.at, s.withdrawn_at, s.countersigned_at) for s in read]
    standing = _standing(document, signed, chosen)
    return ConsentRead(partner, document, standing, read, optional or document.optional)


def _standing(
    document: Document, signed: Sequence[rules.Signed], chosen: Sequence[Chosen]
) -> rules.Open | rules.Closed | rules.Decide:
    since = asked_since(chosen[1:]) if document.rules else None
    return rules.standing(document, signed, since=since)


def _signature(row: Signature) -> SignatureRead:
    beside = getattr(row, "countersignature", None)
    withdrawal = getattr(row, "withdrawal", None)
    document = loader.document(row.document, row.version)
    return SignatureRead(
        id=row.id,
        document=row.document,
        title=document.title,
        version=row.version,
        name=row.name,
        sha256=row.sha256,
        at=row.at,
        chosen=document.chosen_words(row.chosen),
        countersign=document.countersign,
        countersigned_by=beside.by.name if beside else "",
        countersigned_at=beside.at if beside else None,
        withdrawn_at=withdrawal.at if withdrawal else None,
    )


def signed_beside(partners: QuerySet[Any]) -> QuerySet[Any]:
    """These partners with what `missing_in` reads."""
    signed = Signature.objects.filter(partner=OuterRef("pk")).order_by()
    signature = JSONObject(
        document="document", version="version", at="at",
        withdrawn="withdrawal__at", beside="countersignature__at",
    )  # fmt: skip
    found = partners.annotate(signed=ArraySubquery(signed.values(one=signature)))
    return secrets.chosen_beside(found, "couple")


def missing_in(partner: Any, episode: Episode | None) -> tuple[str, ...]:
    """The consents this partner of `signed_beside` must give that do not hold now, each with why.

    One query at most.
    """
    found = []
    chosen = secrets.chosen_in(partner)
    asked = documents_for(getattr(partner, "present", [partner]), episode)[partner.pk]
    for document in loader.newest():
        if asked.get(document.id, True) or document.optional:
            continue
        mine = [_signed_in(row) for row in partner.signed if row["document"] == document.id]
        standing = _standing(loader.under(document, chosen[-1].policy), mine, chosen)
        if not isinstance(standing, rules.Open):
            found.append(f"{document.title}: {standing.reason}")
    return tuple(found)


def _signed_in(row: Mapping[str, str]) -> rules.Signed:
    at, withdrawn, beside = (
        datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("at", "withdrawn", "beside")
    )
    if at is None:
        raise ValueError("a signature has its time")
    return rules.Signed(row["version"], at, withdrawn, beside)


def consent_counts(
    partners: Sequence[Partner], episode: Episode | None
) -> dict[UUID, tuple[str, str]]:
    """How many of the documents each must sign hold now, for the team: ("5 of 5", "open").

    One query for both partners of an episode of `phases_of`. What is optional does not count.
    """
    signed: dict[UUID, list[Signature]] = {partner.pk: [] for partner in partners}
    rows = (
        secrets.chosen_beside(Signature.objects.filter(partner__in=signed), "partner__couple")
        .defer("paper")
        .select_related("countersignature__by", "withdrawal")
    )
    for row in rows:
        signed[row.partner_id].append(row)
    # Nothing depends on the rule on secrets before somebody has signed.
    chosen = next((secrets.chosen_in(row) for one in signed.values() for row in one), ())
    found = {}
    for partner, asked in documents_for(partners, episode).items():
        reads = [
            _consent(
                partner,
                document,
                [row for row in signed[partner] if row.document == document.id],
                chosen=chosen,
            )
            for document in loader.newest()
            if not asked.get(document.id, True) and not document.optional
        ]
        held = sum(isinstance(read.standing, rules.Open) for read in reads)
        state = "open" if held == len(reads) else "due"
        found[partner] = (
            (f"{held} of {len(reads)}", state) if reads else ("nothing to sign yet", "")
        )
    return found
