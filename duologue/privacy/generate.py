"""Row-level security from the policy: for every table one policy a verb, and its grants."""

from collections.abc import Iterator

from duologue.privacy.policy import BY_ROLE, IN_CARE, ROLES, Owner, Policy, Stanza

REQUEST = "duologue_request"
_ERASING = "SELECT asking.erasing()"
COMMANDS = {"read": "SELECT", "add": "INSERT", "change": "UPDATE", "remove": "DELETE"}


def statements(policy: Policy) -> Iterator[str]:
    """SQL that makes the tables keep the policy, whatever stood there before; in one transaction."""
    yield _FORGET
    for table in sorted([*policy.stanzas, *policy.open]):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for table in sorted(policy.open):
        yield from _open(table)
    for stanza in policy.stanzas.values():
        yield from _closed(policy, stanza)


def condition(policy: Policy, stanza: Stanza, verb: str, *, locks: bool = True) -> str:
    """The SQL that is true of the rows with which whoever asks may do `verb`; with `locks`, or hold."""
    words = list(stanza.may.get(verb, ()))
    if verb == "change" and locks:
        words += [word for word in stanza.may.get("lock", ()) if word not in words]
    found = [*_by_role(words)]
    if "anyone" in words:
        found.append("(SELECT asking.kind()) IS NOT NULL")
    found += [f"{word[3:]} = (SELECT asking.person())" for word in words if word.startswith("me:")]
    found += _by_owner(policy, stanza, words, "reads" if verb == "read" else "cares")
    found += [
        policy.relations[word].sql.replace("{table}", stanza.table)
        for word in words
        if word in policy.relations
    ]
    if "as-parent" in words:
        owner = stanza.owner
        found.append(
            f"EXISTS (SELECT 1 FROM {owner.table} p WHERE p.id = {stanza.table}.{_quoted(owner.column)})"
        )
    return "\n  OR ".join(sorted(found, key=_price))


def _price(sql: str) -> int:
    """What is asked once for all rows comes first; where it holds, no row is asked by itself."""
    if sql.startswith("(SELECT asking.is_a"):
        return 0
    return 2 if "EXISTS" in sql else 1


def _closed(policy: Policy, stanza: Stanza) -> Iterator[str]:
    table = stanza.table
    for verb, command in COMMANDS.items():
        rows = condition(policy, stanza, verb)
        if not rows:
            continue
        # Who may only lock a row reaches it for a change, and every change is refused.
        kept = condition(policy, stanza, verb, locks=False) or "false"
        using, check = f" USING ({rows})", f" WITH CHECK ({kept})"
        clause = {"SELECT": using, "DELETE": using, "INSERT": check, "UPDATE": using + check}
        yield f"CREATE POLICY {verb} ON {table} FOR {command} TO {REQUEST}{clause[command]}"
        # A lock needs the right to change something; the key never changes.
        columns = " (id)" if command == "UPDATE" and "change" not in stanza.may else ""
        yield f"GRANT {command}{columns} ON {table} TO {REQUEST}"


def _open(table: str) -> Iterator[str]:
    for verb, command in COMMANDS.items():
        clause = " WITH CHECK (true)" if command == "INSERT" else " USING (true)"
        yield f"CREATE POLICY {verb} ON {table} FOR {command}{clause}"
    everything = "SELECT" if table == "django_migrations" else ", ".join(COMMANDS.values())
    yield f"GRANT {everything} ON {table} TO {REQUEST}"


def _by_role(words: list[str]) -> Iterator[str]:
    roles = [word for word in words if word in BY_ROLE]
    if "staff" in words:
        roles += [role for role in ROLES if role not in roles]
    if roles:
        yield f"(SELECT asking.is_a({', '.join(map(repr, roles))}))"


def _by_owner(policy: Policy, stanza: Stanza, words: list[str], care: str) -> list[str]:
    """`self`, `both` and the care team, asked of the row that says whose this one is."""
    owner, joins, alias, table = stanza.owner, [], 0, stanza.table
    while owner.kind == "of":
        here = table if alias == 0 else f"t{alias}"
        alias += 1
        joins.append((owner.table, f"t{alias}", f"t{alias}.id = {here}.{_quoted(owner.column)}"))
        owner = policy.stanzas[owner.table].owner
    column = f"{f't{alias}' if alias else table}.{_quoted(owner.column)}"
    arms = list(_arms(owner, column, words, care, of_one=bool(joins)))
    if not arms or not joins:
        return arms
    first, *others = joins
    joined = "".join(f" JOIN {name} {short} ON {on}" for name, short, on in others)
    found = f"EXISTS (SELECT 1 FROM {first[0]} {first[1]}{joined} WHERE {first[2]} AND ({' OR '.join(arms)}))"
    if set(words) & {"self", "both", *IN_CARE}:
        return [found]
    # For an erasure alone: while nothing is erased, no row is looked for at all.
    return [f"(cardinality(({_ERASING})) > 0 AND {found})"]


def _arms(owner: Owner, column: str, words: list[str], care: str, *, of_one: bool) -> Iterator[str]:
    if owner.kind == "house":
        return
    if "erasure" in words:
        yield f"{column} = ANY (({_ERASING})::uuid[])"
    theirs = [word for word in ("self", "both", *IN_CARE) if word in words]
    if theirs == ["self"]:
        yield f"{column} = (SELECT asking.{'person' if owner.kind == 'person' else 'partner'}())"
    elif theirs == ["both"]:
        yield f"{column} = ANY ((SELECT asking.ours())::uuid[])"
    elif theirs:
        named = ", ".join(map(repr, (owner.kind, *theirs)))
        found = f"(SELECT asking.{care}({named}))"
        # By hash where many rows are asked; asked of one row, that would be made anew for each.
        yield (
            f"{column} = ANY ({found}::uuid[])"
            if of_one
            else f"{column} IN (SELECT unnest({found}))"
        )


def _quoted(column: str) -> str:
    return f'"{column}"'


_FORGET = f"""
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
  END LOOP;
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {REQUEST};
END $$
"""
