"""Columns for words that have an owner: `OwnText`, `OwnJSON` and `OwnPaper`, used as Django's own.

The table holds text that says nothing; the words come back when a row is read, by whoever may
see the owner's key. They cannot be searched, sorted or compared by the database.
"""

import json
from collections.abc import Callable
from functools import reduce
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull

from duologue.privacy.ownkeys import ring


class Kept(str):
    """Text as it stands in the table."""


class KeptPaper(bytes):
    """Bytes as they stand in the table."""


class Own(models.Field):  # type: ignore[type-arg]
    """A column under its owner's key.

    `owner` says from the row where its owner is: "partner_id", "insight.partner_id"; where it
    may be empty, a further one after a bar: "partner_id | couple_id".
    """

    plain: str  # what it is to the database; who owns it is no matter of tables

    def __init__(self, *args: Any, owner: str = "", **options: Any) -> None:
        self.owner = tuple(path.strip() for path in owner.split("|"))
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, options = super().deconstruct()
        return name, self.plain, args, options

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(f"{self} is kept under its owner's key: nothing searches or compares it")

    def owner_of(self, row: models.Model) -> ring.Owner:
        for path in self.owner:
            found = reduce(getattr, path.split("."), row)
            if found is not None:
                return path.rpartition(".")[2].removesuffix("_id"), found  # type: ignore[return-value]
        raise ValueError(f"{self} has words and no owner: {' | '.join(self.owner)} is empty")

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        said = super().pre_save(model_instance, add)
        if said is None or hasattr(said, "resolve_expression"):
            return said
        return self.kept(said, self.owner_of(model_instance))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Kept | KeptPaper):
            return value
        raise FieldError(f"{self} is written by saving its row, which knows the owner")

    def kept(self, said: Any, owner: ring.Owner) -> Kept | KeptPaper:
        raise NotImplementedError


class OwnText(Own, models.TextField):  # type: ignore[type-arg]
    """Words under their owner's key; after erasure they read `ring.ERASED`."""

    plain = "django.db.models.TextField"

    def kept(self, said: Any, owner: ring.Owner) -> Kept:
        return Kept(ring.keep(self.written(said), owner))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        words = ring.words(value)
        return self.erased() if words is None else self.read(words)

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, words: str) -> Any:
        return words

    def erased(self) -> Any:
        return ring.ERASED


class OwnJSON(OwnText):
    """A JSON value under its owner's key; after erasure it reads as `erased()`, empty by default."""

    def __init__(
        self,
        *args: Any,
        erased: Callable[[], Any] = dict,
        default: Any = models.NOT_PROVIDED,
        **options: Any,
    ) -> None:
        super().__init__(*args, default=default, **options)
        self.erased = erased  # type: ignore[method-assign]

    def written(self, value: Any) -> str:
        return json.dumps(value)

    def read(self, words: str) -> Any:
        return json.loads(words)

    def to_python(self, value: Any) -> Any:
        return value


class OwnPaper(Own, models.BinaryField):  # type: ignore[type-arg]
    """A paper (a PDF) under its owner's key; after erasure it is empty."""

    plain = "django.db.models.BinaryField"

    def kept(self, said: Any, owner: ring.Owner) -> KeptPaper:
        return KeptPaper(ring.keep_paper(bytes(said), owner))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else ring.paper(bytes(value)) or b""


class ErasedSections(dict[str, str]):
    """Sections of which each reads as erased, whatever it was called."""

    def get(self, key: str, default: Any = None) -> str:  # type: ignore[override]
        return ring.ERASED

    def __missing__(self, key: str) -> str:
        return ring.ERASED
