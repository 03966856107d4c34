from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

from duologue.privacy.principal import at_work


def on(signal: Signal, reaction: Callable[..., Any]) -> None:
    """Reactions run with the rights of the clinic's own rules, whoever set them off."""
    signal.connect(at_work(reaction), weak=False, dispatch_uid=reaction.__name__)
