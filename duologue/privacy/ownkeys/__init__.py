"""Own keys: what a partner, a couple or an author wrote is kept under a key of their own.

Only erasure destroys a key, and only the owner's. Never: a key in a log, a cache that outlives
the transaction, or one key for two owners.
"""
