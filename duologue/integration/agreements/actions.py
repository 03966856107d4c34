from datetime import datetime
from uuid import UUID

from django.db import transaction

from duologue.integration.agreements.models import Agreement, AgreementAcceptance, AgreementEnd
from duologue.integration.agreements.queries import facts_of
from duologue.integration.agreements.rules import standing
from duologue.people.models import Partner
from duologue.people.parting import must_be_together
from duologue.privacy.once import once, with_words


@transaction.atomic
def propose(
    *, token: UUID | None, text: str, cooling_days: int, by: Partner, at: datetime
) -> Agreement:
    """Put an agreement before both. Without a waiting time, proposing it is the proposer's yes."""
    must_be_together(by.couple, at)
    agreement, new = once(
        by.couple.agreements,
        with_words(token, text, cooling_days),
        text=text,
        cooling_days=cooling_days,
        by=by,
        at=at,
    )
    if new and not cooling_days:
        AgreementAcceptance.objects.create(agreement=agreement, by=by, at=at)
    return agreement


@transaction.atomic
def accept(*, agreement: Agreement, by: Partner, at: datetime) -> bool:
    """One partner's yes; False while a big decision still waits, or once it has ended."""
    must_be_together(agreement.couple, at)
    Agreement.objects.select_for_update().get(pk=agreement.pk, couple=by.couple)
    if agreement.acceptances.filter(by=by).exists():
        return True
    if not standing(facts_of(agreement), at=at).may_accept:
        return False
    AgreementAcceptance.objects.create(agreement=agreement, by=by, at=at)
    return True


@transaction.atomic
def end_agreement(*, agreement: Agreement, by: Partner, at: datetime) -> None:
    """Either partner ends it, alone and without a reason."""
    Agreement.objects.select_for_update().get(pk=agreement.pk, couple=by.couple)
    AgreementEnd.objects.get_or_create(agreement=agreement, defaults={"by": by, "at": at})
