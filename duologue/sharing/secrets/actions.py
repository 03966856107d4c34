from datetime import datetime

from django.db import transaction

from duologue.people.models import Couple, Partner, Person
from duologue.sharing.secrets.models import AgreementSigned, SecretsPolicy
from duologue.sharing.secrets.queries import chosen_for
from duologue.sharing.secrets.rules import DEFAULT, LIMITED, NO_SECRETS
from duologue.sharing.signals import secrets_policy_changed


@transaction.atomic
def choose_policy(*, couple: Couple, policy: str, by: Person, at: datetime) -> SecretsPolicy:
    """Write down the rule for this couple; the same twice is one. Both sign a changed one again.

    Raises ValueError for a rule there is not.
    """
    if policy not in (LIMITED, NO_SECRETS):
        raise ValueError(f"There is no rule on secrets called {policy!r}.")
    last = SecretsPolicy.objects.filter(couple=couple).last()
    if last and last.policy == policy:
        return last
    made = SecretsPolicy.objects.create(couple=couple, policy=policy, by=by, at=at)
    if policy != (last.policy if last else DEFAULT):
        secrets_policy_changed.send(SecretsPolicy, couple=couple, by=by, at=at)
    return made


@transaction.atomic
def keep_agreement_signed(*, partner: Partner, at: datetime) -> AgreementSigned:
    """This partner signed the agreement as it now reads; called in the transaction that signs."""
    return AgreementSigned.objects.create(
        couple_id=partner.couple_id, partner=partner,
        policy_id=chosen_for(partner.couple_id)[-1].id, at=at,
    )  # fmt: skip
