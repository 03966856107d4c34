"""Sealed: answers that only the clinicians named for them can read, with their own password.

A clinician opens, and signs what they found; everybody else learns clear, not clear or not yet read.
Never: a plain answer in a table, log, session or page of anybody else, the partner's own included.
"""
