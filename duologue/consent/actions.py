from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.consent import loader, queries, rules
from duologue.consent.document import Document
from duologue.consent.models import (
    ChoiceMade,
    Countersignature,
    Signature,
    TeachBackAnswer,
    Withdrawal,
)
from duologue.consent.paper import fingerprint, paper
from duologue.consent.signals import consent_outdated, consent_signed, consent_withdrawn
from duologue.people.models import Partner, Person
from duologue.sharing.secrets import queries as secrets
from duologue.sharing.secrets.actions import keep_agreement_signed


class NotReadyToSign(Exception):
    """A question is still answered wrongly, or the paper is not the one that was shown."""


@transaction.atomic
def answer_teach_back(
    *, partner: Partner, document: Document, answers: Mapping[str, str], by: Person, at: datetime
) -> None:
    """Keep every answer, right or wrong."""
    TeachBackAnswer.objects.bulk_create(
        TeachBackAnswer(
            partner=partner,
            document=document.id,
            version=document.version,
            question=question.id,
            answer=answers[question.id],
            at=at,
        )
        for question in document.questions
        if answers.get(question.id)
    )


@transaction.atomic
def choose(
    *, partner: Partner, document: Document, chosen: Mapping[str, str], by: Person, at: datetime
) -> ChoiceMade:
    return ChoiceMade.objects.create(
        partner=partner,
        document=document.id,
        version=document.version,
        chosen=dict(chosen),
        at=at,
    )


@transaction.atomic
def sign(
    *,
    id: UUID,
    partner: Partner,
    document: Document,
    name: str,
    sha256: str,
    clinic: str,
    by: Person,
    at: datetime,
) -> Signature:
    """Sign the paper whose fingerprint was shown, under the `name` that was typed and stands on it.

    Raises NotReadyToSign. Sent twice it is signed once.
    """
    if already := Signature.objects.filter(id=id).first():
        return already
    document = loader.under(document, secrets.chosen_for(partner.couple_id)[-1].policy)
    if rules.not_understood(document, queries.answers_of(partner, document)):
        raise NotReadyToSign("Answer the questions about the paper first.")
    chosen = queries.chosen_by(partner, document)
    shown = paper(document, name=name, clinic=clinic, chosen=chosen)
    if fingerprint(shown) != sha256:
        raise NotReadyToSign(
            "The paper has changed since you opened this page. Read it again below, then sign."
        )
    signature, new = Signature.objects.get_or_create(
        id=id,
        defaults={
            "partner": partner,
            "document": document.id,
            "version": document.version,
            "name": name,
            "chosen": chosen,
            "sha256": sha256,
            "paper": shown,
            "at": at,
        },
    )
    if new and document.rules:
        keep_agreement_signed(partner=partner, at=at)
    if new:
        consent_signed.send(Signature, signature=signature, by=by, at=at)
    return signature


@transaction.atomic
def countersign(*, signature: Signature, by: Person, at: datetime) -> Countersignature:
    """Sign beside a partner; twice is once."""
    Signature.objects.select_for_update().only("id").get(id=signature.id)
    beside, _ = Countersignature.objects.get_or_create(
        signature=signature, defaults={"by": by, "at": at}
    )
    return beside


@transaction.atomic
def withdraw(*, signature: Signature, by: Person, at: datetime) -> Withdrawal:
    """Take a consent back; twice is once."""
    Signature.objects.select_for_update().only("id").get(id=signature.id)
    withdrawal, new = Withdrawal.objects.get_or_create(
        signature=signature, defaults={"by": by, "at": at}
    )
    if new:
        consent_withdrawn.send(Withdrawal, signature=signature, by=by, at=at)
    return withdrawal


@transaction.atomic
def ask_again(*, at: datetime) -> int:
    """Say of every consent that stands on an older version that it no longer holds; how many.

    Saying it again changes nothing: whoever listens has opened the step already.
    """
    newest = {document.id: document.version for document in loader.newest()}
    last = Signature.objects.order_by("partner_id", "document", "-at")
    last = last.distinct("partner_id", "document")
    old = [
        row
        for row in last.defer("paper").select_related("partner__couple", "withdrawal")
        if newest.get(row.document, row.version) != row.version and not hasattr(row, "withdrawal")
    ]
    for signature in old:
        consent_outdated.send(Signature, signature=signature, by=None, at=at)
    return len(old)
