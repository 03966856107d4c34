"""Erasure: one partner asks that what is theirs be deleted; a clinician answers.

What the law makes the clinic keep is said with its date. The other partner's record is untouched,
and nothing tells them that it was asked.
"""
