"""Science: numbers only, usable without the rest."""
