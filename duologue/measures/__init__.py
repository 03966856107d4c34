"""Measures: a questionnaire as a file, how it is scored, and what a change in it means.

Serves every phase. Clinicians may correct the files in ``library/``; a version freezes at its
first use, and answers keep the version they were given to. What must never happen: a missing
answer scored as zero, or a band or change index shown that rests on an unchecked fact.
"""
