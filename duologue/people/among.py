"""`path__among`: the row's id is in a list that the database keeps; an index finds such rows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Lookup, UUIDField
from django.db.models.expressions import RawSQL


@ForeignKey.register_lookup
@UUIDField.register_lookup
class Among(Lookup):  # type: ignore[type-arg]
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, of_column = self.process_lhs(compiler, connection)
        told, of_told = compiler.compile(self.rhs)
        return f"{column} = ANY ({told})", [*of_column, *of_told]


def told(kind: str, roles: Iterable[str]) -> RawSQL:
    """Those in care as the database was told at the start of the transaction: of one kind,
    `couple`, `partner` or `person` (a partner's account)."""
    return RawSQL("(SELECT asking.cares(%s, VARIADIC %s))::uuid[]", [kind, sorted(roles)])
