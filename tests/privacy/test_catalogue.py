"""What the database's own catalogue says about who may do what; nothing in it is beyond the policy."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from duologue.privacy.apply import tables
from duologue.privacy.generate import COMMANDS, REQUEST
from duologue.privacy.policy import missing, policy

# Every trigger there may be, and what keeps it from telling one partner of the other.
TRIGGERS = {
    ("audit_entry", "chain"): "numbers and chains a row; reads the heads alone, whoever adds",
    ("audit_entry", "stays"): "refuses every change of the log, and reads nothing",
    ("audit_head", "stays"): "refuses every change of the log, and reads nothing",
    (
        "notes_note",
        "signed_stays",
    ): "looks for the signature of this note; no partner reaches notes",
    ("notes_noteversion", "signed_stays"): "looks for the signature of its note",
    ("notes_noteversion", "none_after_signing"): "looks for the signature of its note",
    ("notes_notesignature", "signed_stays"): "refuses every change, and reads nothing",
    ("notes_addendum", "signed_stays"): "refuses every change, and reads nothing",
    ("dosing_ledgerentry", "stock_holds"): "sums one lot; staff alone write the ledger",
    ("dosing_ledgerentry", "stays"): "refuses every change, and reads nothing",
    ("dosing_administration", "stays"): "refuses a change of this row",
    ("dosing_daycheck", "stays"): "refuses a change of this row",
    ("dosing_discharge", "stays"): "refuses a change of this row",
    ("dosing_observation", "stays"): "refuses a change of this row",
    ("dosing_order", "stays"): "refuses a change of this row",
    ("dosing_ordercancellation", "stays"): "refuses a change of this row",
    ("dosing_roomready", "stays"): "refuses a change of this row",
    ("dosing_gateruling", "stays"): "refuses a change of this row",
    ("dosing_gatesecond", "stays"): "refuses a change of this row",
    (
        "dosing_gatesecond",
        "second_is_another",
    ): "compares with its ruling; no partner reaches either",
    ("dosing_gateopened", "stays"): "refuses a change of this row",
    (
        "dosing_gateopened",
        "gate_is_of_now",
    ): "writes the number of this transaction, and reads nothing",
    (
        "dosing_administration",
        "gate_was_open",
    ): "looks for the gate of this dose; staff alone give one",
    **{
        (table, "gate_waits"): "waits while a dose of that very person or couple is being recorded"
        for table in (
            "screening_notnow",
            "safety_alert",
            "safety_adverseevent",
            "dosing_daycheck",
            "screening_suitability",
            "people_separation",
            "sharing_secretspolicy",
            "consent_withdrawal",
            "screening_clearancerevocation",
            "dosing_ordercancellation",
            "dosing_roomready",
            "measures_submission",
            "measures_sealedfinding",
        )
    },
    ("mfa_authenticator", "number_that_tells_nothing"): "a random number; reads nothing",
    ("account_emailaddress", "number_that_tells_nothing"): "a random number; reads nothing",
    ("account_emailconfirmation", "number_that_tells_nothing"): "a random number; reads nothing",
    ("people_person", "nobody_changes_little"): "compares this row with itself, and reads nothing",
    ("procrastinate_jobs", "*"): "the queue's own; a job names an id and no words",
}
# Every sequence that the request role may read or draw from; a gap in it is seen by whoever draws.
SEQUENCES = {
    "procrastinate": "counts jobs; no page shows a job's number",
    "account": "counts addresses that sign in; never shown",
    "mfa": "counts second factors; never shown",
    "auth": "permissions, made by migrations alone",
    "django": "migrations and names of tables, made by migrations alone",
}
# Unique keys without an owner, parent or random id in them: the error for a second row says that
# there is a first.
KEYS_OF_THE_HOUSE = {
    "people_person": "an address signs in one account; only staff and invitations set one",
    "account_emailconfirmation": "no row is ever kept",
    "account_emailaddress": "as the account's; no page lets a partner set an address",
    "audit_entry": "the number is set by the trigger, whatever was asked for",
}
SCENE = "duologue_scene"  # of tests alone; it meets no policy


@pytest.fixture
def catalogue(django_db_setup: None, superuser: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(superuser) as connection:
        yield connection
        connection.rollback()


def test_every_table_is_closed_to_whom_the_policy_does_not_name(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT relname, relkind, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    ).fetchall()
    assert rows and {kind for _, kind, _ in rows} == {"r"}, "no view, partition or foreign table"
    assert [table for table, _, forced in rows if not forced] == []
    named = set(policy().stanzas) | set(policy().open)
    assert {table for table, *_ in rows} == named
    assert not set(policy().stanzas) & set(policy().open)


def test_the_policy_names_every_column(catalogue: Any) -> None:
    assert missing(policy(), tables(catalogue)) == ""


def test_there_is_one_policy_a_command_and_none_for_everything(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT tablename, policyname, cmd, roles::text[], permissive FROM pg_policies"
    ).fetchall()
    ours = [row for row in rows if row[3] != [SCENE]]
    assert {row[2] for row in ours} <= set(COMMANDS.values()), "none FOR ALL"
    assert len({(row[0], row[2]) for row in ours}) == len(ours), "two policies are joined by OR"
    for table, _, _, roles, _ in ours:
        assert roles == ([REQUEST] if table in policy().stanzas else ["public"]), table
    made = {(row[0], row[1]) for row in ours if row[0] in policy().stanzas}
    said = {(s.table, "change" if verb == "lock" else verb)
            for s in policy().stanzas.values() for verb in s.may}  # fmt: skip
    assert made == said


def test_no_function_view_or_rule_acts_as_somebody_else(catalogue: Any) -> None:
    here = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    functions = catalogue.execute(
        "SELECT n.nspname, p.proname, p.prosecdef, p.provolatile FROM pg_proc p"
        f" JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {here}"
    ).fetchall()
    assert [name for _, name, definer, _ in functions if definer] == []
    changing = {name for schema, name, _, how in functions if schema == "asking" and how == "v"}
    assert changing == {"begin"}, "a policy's functions are STABLE"
    rules = catalogue.execute("SELECT count(*) FROM pg_rules WHERE schemaname = 'public'")
    assert rules.fetchone()[0] == 0


def test_every_trigger_is_known_with_its_reason(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT relname, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    found = {(table, "*" if table == "procrastinate_jobs" else name) for table, name in rows}
    assert found == set(TRIGGERS), found ^ set(TRIGGERS)


def test_the_request_role_holds_no_privilege_beyond_the_policy(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee IN (%s, 'PUBLIC') AND table_schema = 'public'",
        [REQUEST],
    ).fetchall()
    held = {(table, command) for table, command in rows}
    said = {(s.table, COMMANDS[verb])
            for s in policy().stanzas.values() for verb in s.may if verb != "lock"}  # fmt: skip
    for table in policy().open:
        only_read = table == "django_migrations"
        said |= {(table, c) for c in (("SELECT",) if only_read else COMMANDS.values())}
    assert held == said, held ^ said
    columns = catalogue.execute(
        "SELECT table_name, column_name FROM information_schema.role_column_grants"
        " WHERE grantee IN (%s, 'PUBLIC') AND table_schema = 'public' AND privilege_type = 'UPDATE'",
        [REQUEST],
    ).fetchall()
    beyond = {(t, c) for t, c in columns if (t, "UPDATE") not in held and c != "id"}
    assert beyond == set(), "who may only lock a row changes no column"


def test_who_may_lock_may_read_and_changes_nothing(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT tablename, with_check FROM pg_policies WHERE policyname = 'change'"
    ).fetchall()
    checks = dict(rows)
    for stanza in policy().stanzas.values():
        if "lock" in stanza.may and "change" not in stanza.may:
            assert checks[stanza.table] == "false", stanza.table


def test_the_request_role_is_nobody_else_and_makes_nothing(catalogue: Any) -> None:
    owner = catalogue.execute(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    ).fetchall()
    assert len(owner) == 1
    for other in (owner[0][0], SCENE, "postgres"):
        member = catalogue.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [REQUEST, other])
        assert member.fetchone()[0] is False, other
    may = catalogue.execute(
        "SELECT has_schema_privilege(%(r)s, 'public', 'CREATE'),"
        " has_schema_privilege(%(r)s, 'asking', 'CREATE'),"
        " has_database_privilege(%(r)s, current_database(), 'CREATE')",
        {"r": REQUEST},
    ).fetchone()
    assert may == (False, False, False)
    said = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
    is_a = catalogue.execute(f"SELECT {said} FROM pg_roles WHERE rolname = %s", [REQUEST])
    assert not any(is_a.fetchone())


def test_no_sequence_counts_anything_of_a_partner(catalogue: Any) -> None:
    rows = catalogue.execute(
        "SELECT relname, has_sequence_privilege(%s, oid, 'SELECT, UPDATE') FROM"
        " (SELECT relname, oid FROM pg_class WHERE relkind = 'S' OFFSET 0) AS sequences",
        [REQUEST],
    ).fetchall()
    assert [name for name, read in rows if read] == [], "a number is drawn and never looked at"
    rows = [name for name, _ in rows]
    assert {name.split("_")[0] for name in rows} <= set(SEQUENCES), rows


def test_no_unique_key_tells_one_partner_of_the_other(catalogue: Any) -> None:
    """An owner's or parent's id, or a random one, is in every key, so nobody meets another's row."""
    rows = catalogue.execute(
        "SELECT c.relname, array_agg(a.attname::text), bool_or(t.typname = 'uuid'"
        "   OR a.attname ~ '(digest|token|_id)$') FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
        " JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE i.indisunique AND NOT i.indisprimary GROUP BY i.indexrelid, c.relname"
    ).fetchall()
    houses = {table for table, one in policy().stanzas.items() if one.owner.kind == "house"}
    telling = {
        table
        for table, _, bound in rows
        if not bound and table not in houses and table not in policy().open
    }
    assert telling <= set(KEYS_OF_THE_HOUSE), telling


def test_a_reference_to_anything_owned_is_to_a_random_id(catalogue: Any) -> None:
    """Whether a foreign key holds tells that the row exists; nobody guesses a random id."""
    rows = catalogue.execute(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, t.typname"
        " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " JOIN pg_type t ON t.oid = a.atttypid WHERE c.contype = 'f'"
    ).fetchall()
    owned = {t for t, one in policy().stanzas.items() if one.owner.kind != "house"}
    numbered = {
        (child, parent) for child, parent, kind in rows if parent in owned and kind != "uuid"
    }
    assert numbered == {("account_emailconfirmation", "account_emailaddress")}
