from typing import Any

from duologue.contact.queries import wish_of
from duologue.people.adapter import AccountAdapter
from duologue.people.models import Partner
from duologue.privacy.principal import as_system


class ChosenNameAdapter(AccountAdapter):
    """Codes and notices carry the name that a partner chose for their mails, where they chose one."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        with as_system():
            partner = Partner.objects.filter(person__email__iexact=email).first()
            wish = wish_of(partner) if partner else None
            if wish and wish.alias:
                context = {**context, "alias": wish.alias}
            super().send_mail(template_prefix, email, context)
