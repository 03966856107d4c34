"""Acting on one partner's own rows while they are destroyed, and on no others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.db import connection
from ruamel.yaml import YAML

from duologue.people.models import Partner
from duologue.privacy.erasure import rules
from duologue.privacy.policy import policy

SETTINGS = (
    "kind person partner ours roles system erasing care_therapist care_prescriber care_monitor"
).split()


@cache
def retention() -> rules.Retention:
    """`retention.yaml` as values."""
    return rules.read(
        YAML(typ="safe").load(files(__package__).joinpath("retention.yaml").read_text())
    )


@contextmanager
def erasing(partner: Partner) -> Iterator[None]:
    """What that partner may read is read, and the policy's word `erasure` holds for their rows.

    Afterwards whoever asked before asks again. After an error the transaction takes all of it back.
    """
    account = partner.person_id
    own = ",".join(str(one) for one in (partner.pk, account) if one)
    now = dict.fromkeys(SETTINGS, "") | {
        "kind": "person",
        "person": str(account or ""),
        "partner": str(partner.pk),
        "erasing": f"{{{own}}}",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, coalesce(current_setting('duologue.' || name, true), '') "
            "FROM unnest(%s::text[]) name",
            [SETTINGS],
        )
        before = dict(cursor.fetchall())
    _set(now)
    yield
    _set(before)


@contextmanager
def named(partner: Partner) -> Iterator[None]:
    """The word `erasure` holds for that partner's rows, beside what whoever asks may do."""
    _set({"erasing": f"{{{partner.pk}}}"})
    yield
    _set({"erasing": ""})


def destroy(table: str, partner: Partner) -> int:
    """Delete what that table holds of this partner; returns how many rows."""
    whose, values = _of(table, partner)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {whose}", values)
        return int(cursor.rowcount)


def newest(table: str, partner: Partner) -> datetime | None:
    """When the newest row of this partner in that table is of; None where there is none."""
    column = next((c for c in ("recorded_at", "at") if c in policy().stanzas[table].columns), "at")
    whose, values = _of(table, partner)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({column}) FROM {table} WHERE {whose}", values)
        found: datetime | None = cursor.fetchone()[0]
    return found


def _of(table: str, partner: Partner) -> tuple[str, list[object]]:
    owner = policy().stanzas[table].owner
    match owner.kind:
        case "partner":
            return f'"{owner.column}" = %s', [partner.pk]
        case "person":
            return f'"{owner.column}" = %s', [partner.person_id]
        case "of":
            whose, values = _of(owner.table, partner)
            return f'"{owner.column}" IN (SELECT id FROM {owner.table} WHERE {whose})', values
    raise ValueError(f"{table} is no partner's own: retention.yaml names it by mistake")


def _set(settings: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('duologue.' || name, value, true) FROM unnest(%s::text[], %s::text[]) x(name, value)",
            [list(settings), list(settings.values())],
        )
