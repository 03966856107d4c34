"""Privacy: the two rooms and the shared one; who the database is told is asking; quick exit.

Every request that meets the database has a principal, set inside its transaction.
Never: a fact of one partner's room reaching the other by any channel.
"""
