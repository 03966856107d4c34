"""Record: the couple's record has two owners, and each partner one of their own.

What leaves the clinic is signed by each whose it is; what was told alone is brought to both only as
the signed rule says; when a couple separates the record splits; one may ask for erasure alone.
Never: a byte of an own room in a joint copy, or one partner's answer shown to the other.
"""
