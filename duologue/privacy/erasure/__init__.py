"""Erasure: one partner's own room is destroyed at their request, the other's and the shared one stay.

A clinician carries it out. What the law keeps is kept until its date, and then goes by itself.
Never: a changed byte in what belongs to the other partner or to both.
"""
