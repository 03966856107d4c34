"""Ledger: the stock of ketamine by lot, in whole micrograms.

Prescriber and monitor record it. Never: a balance below nothing, a movement changed, or a dose
without its entry.
"""
