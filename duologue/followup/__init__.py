"""Follow-up: waves of measures, what comes next, and the closing summary.

The therapist writes the closing; each partner gets their own part.
Never: one partner's scores in the other's copy.
"""
