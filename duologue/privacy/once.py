"""A form that may arrive twice: a double click, a lost answer, the back button."""

import uuid
from typing import Any

from django import forms


def key_for(owner: uuid.UUID, token: uuid.UUID) -> uuid.UUID:
    """The primary key of the one row that this sending of a form by `owner` makes.

    Bound to the owner, so a token seen or guessed elsewhere can never meet another owner's row:
    a collision would tell that the row exists.
    """
    return uuid.uuid5(owner, token.hex)


class OnceForm(forms.Form):
    """Carries a random token from the first look at the page to the row it becomes."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def key(self, owner: uuid.UUID) -> uuid.UUID:
        """The primary key of the row: the same for the same words, another for others."""
        words = [(name, self[name].data) for name in self.fields if name != "once"]
        return key_for(owner, with_words(self.cleaned_data.get("once"), *words))


def once(rows: Any, token: uuid.UUID, **values: Any) -> tuple[Any, bool]:
    """The row that this sending makes among its owner's `rows` (a related manager), made if new.

    A second sending finds the first one's row: (row, False).
    """
    return rows.get_or_create(id=key_for(rows.instance.pk, token), defaults=values)


def with_words(token: uuid.UUID | None, *words: object) -> uuid.UUID:
    """The token of a form sent with these words.

    After the back button the same form may bring other words: those are another sending, and kept.
    """
    return uuid.uuid5(token or uuid.uuid4(), repr(words))
