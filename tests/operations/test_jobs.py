from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from duologue.operations.jobs import HEARTBEAT, heartbeat, last_heartbeat, tidy

pytestmark = pytest.mark.django_db(transaction=True)

principals: list[str] = []


@app.task(name="tests.who_is_asking")
def who_is_asking() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('duologue.kind')")
        principals.append(cursor.fetchone()[0])


@app.task(name="tests.fails_half_way")
def fails_half_way() -> None:
    cache.set("tests-half", "written")
    raise ValueError("half way")


def work() -> None:
    """A real worker, until nothing is left to do."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            wait=False, install_signal_handlers=False, listen_notify=False, queues=["default"]
        )


def statuses(task: str) -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=task).values_list("status", flat=True))


def test_a_worker_runs_what_was_deferred() -> None:
    assert last_heartbeat() is None
    with transaction.atomic():
        heartbeat.defer(timestamp=0)
    work()
    assert set(statuses("operations.heartbeat")) == {"succeeded"}
    assert last_heartbeat() is not None
    cache.delete(HEARTBEAT)


def test_a_job_runs_as_the_system_in_one_transaction() -> None:
    principals.clear()
    who_is_asking.defer()
    work()
    assert principals == ["system"]


def test_the_nightly_tidying_forgets_sessions_that_ended() -> None:
    for name, days in (("ended", -1), ("open", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
    tidy.defer(timestamp=0)
    work()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_a_job_that_fails_leaves_nothing_half_done() -> None:
    fails_half_way.defer()
    work()
    assert statuses("tests.fails_half_way") == ["failed"]
    assert cache.get("tests-half") is None


def test_a_job_deferred_in_a_transaction_that_is_rolled_back_does_not_exist() -> None:
    class ChangedTheirMind(Exception):
        pass

    with pytest.raises(ChangedTheirMind), transaction.atomic():
        who_is_asking.defer()
        raise ChangedTheirMind
    assert statuses("tests.who_is_asking") == []
