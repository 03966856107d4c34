"""Keys: what only named people may read is sealed to a key that their own password opens.

A clinician changes their key by choosing a password; two people together keep the clinic's escrow.
Never: a private key, a password or a share in a table, a log or a session.
"""
