"""Consent: documents, teach-back, signatures and the couple's agreements.

Each partner signs, or withdraws, alone. Never: one signature for two, or a stale version in force.
"""
