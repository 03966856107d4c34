"""The tags that ask: fields, choices, and what is said when something needs mending."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duologue.web.mending import mend
from duologue.web.widgets import FoldedChoices

register = template.Library()
PARTS = "web/parts/"


@register.inclusion_tag(PARTS + "field.html")
def field(bound: forms.BoundField, unit: str = "") -> dict[str, Any]:
    """A Django form's field with label, help and error, tied together for screen readers.

    A number brings the keypad of a phone or tablet: no field of ours takes less than nothing.
    """
    widget = bound.field.widget
    many = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    told = [f"{bound.auto_id}_help"] if bound.help_text else []
    told += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str] = {}
    if told and not many:
        attrs["aria-describedby"] = " ".join(told)
    if isinstance(widget, forms.NumberInput):
        # Django's fields for fractions are made from the one for whole numbers.
        whole = not isinstance(bound.field, forms.FloatField | forms.DecimalField)
        attrs["inputmode"] = "numeric" if whole else "decimal"
    options: list[Any] = list(bound) if many else []
    folded: list[Any] = []
    if isinstance(widget, FoldedChoices):
        options, folded = widget.part(options)
    return {
        "bound": bound,
        "options": [(option, _box(option)) for option in options],
        "folded": [(option, _box(option)) for option in folded],
        "fold_open": any(option.data["selected"] for option in folded),
        "unit": unit,
        "told": " ".join(told),
        "error": mend(bound),
        "kind": "many" if many else "one" if isinstance(widget, forms.CheckboxInput) else "line",
        "control": "" if many else bound.as_widget(attrs=attrs),
    }


def _box(option: Any) -> SafeString:
    """One checkbox or radio button: Django takes three templates for it, and a page shows dozens."""
    its = option.data
    told = {"type": its["type"], "name": its["name"], "value": str(its["value"]), **its["attrs"]}
    return format_html("<input{}>", flatatt(told))


@register.inclusion_tag(PARTS + "formfields.html")
def formfields(form: forms.BaseForm) -> dict[str, Any]:
    """Error summary, every field in order, and what is hidden."""
    return {"form": form}


@register.inclusion_tag(PARTS + "errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """What needs mending, each with a link to its place. Nothing when nothing is wrong."""
    return {
        "form": form,
        "wrong": [(bound, mend(bound)) for bound in form if bound.errors],
        "general": form.non_field_errors(),
    }


@register.inclusion_tag(PARTS + "choices.html")
def choices(
    name: str,
    options: Iterable[tuple[object, str]],
    chosen: object = None,
    question: str = "",
    lead: str = "",
    error: str = "",
) -> dict[str, Any]:
    """A question and its answers as rows: the whole row is the target. The page's h1."""
    marked = [(value, label, str(value) == str(chosen)) for value, label in options]
    return {"name": name, "options": marked, "question": question, "lead": lead, "error": error}


@register.inclusion_tag(PARTS + "progress.html")
def progress(at: int, of: int, label: str = "") -> dict[str, Any]:
    """How far along: screen `at` of `of`."""
    return {"at": at, "of": of, "label": label, "reached": round(100 * at / of) if of else 0}
