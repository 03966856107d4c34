"""A guided dialogue of the two. Nothing said is kept: only that it took place. Shared room."""
