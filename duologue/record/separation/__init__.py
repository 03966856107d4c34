"""Separation: when a couple parts, the record splits.

A therapist records it after speaking with each; it takes effect for both at one fixed time.
Never: anything new of the one reaching the other from then on, or a time that tells who was spoken to last.
"""
