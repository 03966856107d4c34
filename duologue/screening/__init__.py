"""Screening: history, medicines, findings, clearance and suitability.

A partner fills in their own forms; the prescriber signs clearance, the therapist suitability.
Never: a finding decided by the software, or a hold that looks different from any other hold.
"""
