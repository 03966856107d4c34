"""People: accounts, roles, partners, couples and the care team around them.

The team invites and assigns; a person changes their own name, address and second factor.
Never: an account that opens both partners' rooms, or a staff account without a second factor.
"""
