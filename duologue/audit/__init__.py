"""Audit: the log of who saw what, with a row for each look of staff at a person's record.

Rows are appended by one middleware at the end of a request and chained by their hashes; nobody
changes or removes one. The same look again within ten minutes adds none; what is sent always does. The care team reads who looked at a partner of theirs; a coordinator reads
only the heads. Never: what was seen; the partners' own acts; a row about one partner shown with
the other's.
"""
