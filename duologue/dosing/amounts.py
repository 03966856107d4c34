"""How an amount is printed, everywhere the same."""

from decimal import Decimal


def mg(amount: Decimal) -> str:
    """Milligrams without trailing noughts: 40, 2.5."""
    return f"{amount.normalize():f}"
