"""How jobs run: each in one transaction as `system`, as a request runs as its person.

A room puts its jobs in `<room>/jobs.py`, with `from procrastinate.contrib.django import app`.
A job deferred in a transaction that is rolled back never existed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from procrastinate import App, JobContext
from procrastinate.contrib.django import app
from procrastinate.worker import Worker

from duologue.people.queries import clinic
from duologue.privacy.principal import SYSTEM, asking_as

HEARTBEAT = "operations-heartbeat"


def one_transaction_as_system(
    call_next: Callable[[], Any], context: JobContext, worker: Worker
) -> Any:
    """Around every job: its writes stand or fall together, and the policies know who asks."""
    with asking_as(SYSTEM):
        ours = clinic()
        # The worker may have been started before the clinic was set up.
        with timezone.override(ZoneInfo(ours.time_zone) if ours else UTC):
            return call_next()


def use_transactions(ready: App) -> None:
    """Called by procrastinate when its app is made (`PROCRASTINATE_ON_APP_READY`)."""
    defaults = ready.worker_defaults
    defaults["task_middleware"] = [
        *(defaults.get("task_middleware") or []),
        one_transaction_as_system,
    ]


@app.periodic(cron="* * * * *")
@app.task(name="operations.heartbeat", queueing_lock="operations.heartbeat")
def heartbeat(timestamp: int) -> None:
    """Every minute: proof that jobs are run, which the health page reads."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)


@app.periodic(cron="17 3 * * *")
@app.task(name="operations.tidy", queueing_lock="operations.tidy")
def tidy(timestamp: int) -> None:
    """Once a night: sessions that ended are forgotten."""
    call_command("clearsessions")


def last_heartbeat() -> datetime | None:
    found: datetime | None = cache.get(HEARTBEAT)
    return found
