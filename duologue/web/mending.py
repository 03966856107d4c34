"""What is said under a field that cannot be taken: what is wrong with it and what to do."""

from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, fields

WORDS = {
    "required": "Nothing is filled in yet, and it is needed.",
    "min_value": "At least {limit_value}, please; here it is {show_value}.",
    "max_value": "At most {limit_value}, please; here it is {show_value}.",
    "min_length": "A little longer, please: at least {limit_value} characters.",
    "max_length": "At most {limit_value} characters fit; here are {show_value}.",
    "invalid_choice": "Choose one of the answers shown.",
    "invalid_list": "Choose from the answers shown.",
    "number": "Write a number, such as 70.",
    "date": "Write a date as year-month-day, such as 2026-11-23.",
    "time": "Write a time of 24 hours, such as 14:05.",
    "address": "Write a whole mail address, such as name@example.org.",
}
KINDS: tuple[tuple[type[fields.Field], str], ...] = (
    (fields.IntegerField, "number"),  # floats and decimals are kinds of it
    (fields.DateTimeField, "date"),
    (fields.DateField, "date"),
    (fields.TimeField, "time"),
    (fields.EmailField, "address"),
)
FIELDS = [
    kind
    for kind in vars(fields).values()
    if isinstance(kind, type) and issubclass(kind, fields.Field)
]
DJANGO_OWN = {
    str(message)
    for kind in FIELDS
    for message in vars(kind).get("default_error_messages", {}).values()
} | {
    str(check.message)
    for check in (
        validators.MinValueValidator,
        validators.MaxValueValidator,
        validators.MinLengthValidator,
        validators.MaxLengthValidator,
        validators.EmailValidator,
    )
}


def mend(bound: BoundField) -> str:
    """The first error of a field in our words; a form's own words are left as they are."""
    errors = bound.form.errors.as_data().get(bound.name, [])
    if not errors:
        return ""
    error: ValidationError = errors[0]
    plain = str(bound.errors[0])
    if str(error.message) not in DJANGO_OWN:
        return plain
    code = error.code or ""
    if code == "invalid":
        code = next((word for kind, word in KINDS if isinstance(bound.field, kind)), "")
    words = WORDS.get(code)
    return words.format(**(error.params or {})) if words else plain
