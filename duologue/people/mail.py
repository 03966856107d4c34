"""Whether mail leaves this installation: without a mail server, links and codes go from hand to hand."""

from django.conf import settings


def mail_leaves() -> bool:
    """False where no mail server is named (outside the demo, whose mail stays on its own page)."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
