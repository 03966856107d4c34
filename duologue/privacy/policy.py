"""The policy of `policy.yaml` as values: whose each row is, and who may do what with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

VERBS = ("read", "add", "change", "remove", "lock")
IN_CARE = ("therapist", "prescriber", "monitor")
BY_ROLE = ("coordinator", "operator", "system", "nobody")
WORDS = {"self", "both", "staff", "anyone", "as-parent", "erasure", *IN_CARE, *BY_ROLE}
ROLES = ("therapist", "prescriber", "monitor", "coordinator", "operator", "researcher")


class Mistake(ValueError):
    """`policy.yaml` cannot be used as it stands; the text says where, and what to write."""


@dataclass(frozen=True)
class Owner:
    """Whose a row is: `kind` is partner, couple, person, house, or of (then `table` is named)."""

    kind: str
    column: str = ""
    table: str = ""


@dataclass(frozen=True)
class Stanza:
    """One table: its columns, and for each verb the words of those who may do it."""

    table: str
    says: str
    owner: Owner
    columns: tuple[str, ...]
    may: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Relation:
    """A further word: what it says to a reader, and the SQL that is true of its rows."""

    says: str
    sql: str


@dataclass(frozen=True)
class Policy:
    stanzas: Mapping[str, Stanza]
    open: Mapping[str, str]
    relations: Mapping[str, Relation]


@cache
def policy() -> Policy:
    """The shipped policy. Raises `Mistake`."""
    return read(files(__package__).joinpath("policy.yaml").read_text())


def read(text: str) -> Policy:
    """A policy from its YAML. Raises `Mistake` naming table, field and mend."""
    written = YAML(typ="safe").load(text)
    groups = {name: words.split() for name, words in written["groups"].items()}
    relations = {
        name: Relation(" ".join(one["says"].split()), one["sql"].strip())
        for name, one in written["relations"].items()
    }
    stanzas = {
        table: _stanza(table, fields, groups, set(relations))
        for table, fields in written["tables"].items()
    }
    for stanza in stanzas.values():
        if stanza.owner.kind == "of" and stanza.owner.table not in stanzas:
            raise Mistake(f"{stanza.table}: owner names {stanza.owner.table}, which has no stanza.")
    return Policy(stanzas, written["open"], relations)


def _stanza(
    table: str, fields: dict[str, Any], groups: dict[str, list[str]], relations: set[str]
) -> Stanza:
    unknown = set(fields) - {"says", "owner", "columns", *VERBS}
    if unknown or not {"says", "owner", "columns"} <= set(fields):
        raise Mistake(f"{table}: needs says, owner and columns; does not know {sorted(unknown)}.")
    may = {}
    for verb in VERBS:
        words = [w for word in fields.get(verb, "").split() for w in groups.get(word, [word])]
        for word in words:
            if word not in WORDS | relations and not word.startswith("me:"):
                raise Mistake(f"{table}, {verb}: {word!r} is no word of the policy's head.")
        if words:
            may[verb] = tuple(words)
    return Stanza(table, fields["says"], _owner(table, fields["owner"]),
                  tuple(fields["columns"].split()), may)  # fmt: skip


def _owner(table: str, text: str) -> Owner:
    match text.split():
        case ["house"]:
            return Owner("house")
        case [("partner" | "couple" | "person") as kind, column]:
            return Owner(kind, column)
        case ["of", parent, column]:
            return Owner("of", column, parent)
    raise Mistake(
        f"{table}: owner is {text!r}; write partner COLUMN, couple COLUMN, person COLUMN, "
        "house, or of TABLE COLUMN."
    )


def of_these(policy: Policy, tables: set[str]) -> Policy:
    """The part of a policy that is about these tables."""
    return Policy(
        {table: stanza for table, stanza in policy.stanzas.items() if table in tables},
        {table: why for table, why in policy.open.items() if table in tables},
        policy.relations,
    )


def missing(policy: Policy, tables: Mapping[str, tuple[str, ...]]) -> str:
    """What to paste or take out so that the policy names these tables and columns; "" if nothing."""
    said = []
    for table, columns in sorted(tables.items()):
        if table in policy.open:
            continue
        stanza = policy.stanzas.get(table)
        if stanza is None:
            said.append(
                f"  {table}:\n    says: (what a row is, for a privacy officer)\n"
                f"    owner: (partner COLUMN | couple COLUMN | person COLUMN | house | of TABLE COLUMN)\n"
                f"    columns: {' '.join(columns)}\n    read: \n    add: "
            )
        elif set(columns) != set(stanza.columns):
            said.append(f"  {table}:\n    columns: {' '.join(columns)}")
    gone = sorted((set(policy.stanzas) | set(policy.open)) - set(tables))
    if gone:
        said.append(f"# Take out, there are no such tables: {', '.join(gone)}")
    return "\n".join(said)
