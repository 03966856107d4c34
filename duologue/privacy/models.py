"""Everything this room records; each closet keeps its own."""

from duologue.privacy.ownkeys.models import KeyDestroyed, OwnKey

__all__ = ["KeyDestroyed", "OwnKey"]
