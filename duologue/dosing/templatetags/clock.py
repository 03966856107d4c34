"""A clock time, with its date where that is not the session's day."""

from datetime import datetime

from django import template
from django.utils import timezone

from duologue.web.templatetags.duologue import when

register = template.Library()


@register.simple_tag
def clock(at: datetime, session_at: datetime) -> str:
    same = timezone.localdate(at) == timezone.localdate(session_at)
    return when(at, "H:i" if same else "j M Y, H:i")
