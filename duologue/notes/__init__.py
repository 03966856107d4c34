"""Notes: clinical notes: templates by kind of session, draft, signature, addendum.

Its author writes and signs; after that only addenda follow.
Never: a signed note changed; a note of one partner shown to the other.
"""
