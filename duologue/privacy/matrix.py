"""The policy as a table for people: `python -m duologue.privacy.matrix > docs/privacy-matrix.md`."""

from collections.abc import Iterator

from duologue.privacy.policy import IN_CARE, Owner, Policy, Stanza, policy

SAYS = {
    "self": "the partner",
    "both": "both partners",
    "staff": "any staff",
    "anyone": "anyone",
    "as-parent": "who may do so with what it belongs to",
    "erasure": "the erasure they asked for",
    "system": "the clinic's rules",
    "nobody": "who is signing in",
    "coordinator": "coordinator",
    "operator": "operator",
}
HEAD = """# Who may do what with which rows

Made from `duologue/privacy/policy.yaml`, which the database itself enforces, by
`python -m duologue.privacy.matrix > docs/privacy-matrix.md`. What stands nowhere is allowed to
nobody. *Therapist*, *prescriber* and *monitor* are those in the care team of that couple today, or,
to read alone, for thirty minutes in an emergency; *the clinic's rules* are reminders and what follows by itself when
something happened; *who is signing in* has not said who they are, and finds a row only by what they
bring. A row is never changed or removed unless it says so. In plain words: [privacy.md](privacy.md);
against whom: [threat-model.md](threat-model.md).
"""


def page(policy: Policy) -> str:
    """The whole page: one table a room."""
    rooms: dict[str, list[Stanza]] = {}
    for stanza in policy.stanzas.values():
        rooms.setdefault(stanza.table.split("_")[0], []).append(stanza)
    parts = [HEAD]
    for room, stanzas in rooms.items():
        rows = "\n".join(_row(policy, stanza) for stanza in stanzas)
        parts.append(
            f"## {room}\n\n| table | what a row is | whose | reads | adds | changes | removes |\n"
            f"|---|---|---|---|---|---|---|\n{rows}\n"
        )
    listed = "\n".join(f"| {table} | {why} |" for table, why in policy.open.items())
    parts.append(
        f"## Nobody's\n\nThese tables hold nothing of a person.\n\n| table | why |\n|---|---|\n{listed}\n"
    )
    return "\n".join(parts)


def _row(policy: Policy, stanza: Stanza) -> str:
    verbs = [_who(policy, stanza, v) for v in ("read", "add", "change", "remove")]
    says = " ".join(stanza.says.split())
    return f"| {stanza.table} | {says} | {_whose(policy, stanza.owner)} | {' | '.join(verbs)} |"


def _whose(policy: Policy, owner: Owner) -> str:
    while owner.kind == "of":
        owner = policy.stanzas[owner.table].owner
    return {"partner": "a partner", "couple": "both", "person": "a person"}.get(
        owner.kind, "the clinic"
    )


def _who(policy: Policy, stanza: Stanza, verb: str) -> str:
    return "; ".join(dict.fromkeys(_words(policy, stanza, verb))) or "nobody"


def _words(policy: Policy, stanza: Stanza, verb: str) -> Iterator[str]:
    for word in stanza.may.get(verb, ()):
        if word == "self" and stanza.owner.kind == "person":
            yield "the person"
        elif word in IN_CARE:
            yield word
        elif word.startswith("me:"):
            yield f"whom `{word[3:].removesuffix('_id')}` names"
        else:
            yield SAYS.get(word) or policy.relations[word].says


def written() -> str:
    """The page of the shipped policy."""
    return page(policy())


if __name__ == "__main__":
    print(written(), end="")
