"""Agreements: what both chose, each for themselves. A big decision waits out its time. Shared room."""
