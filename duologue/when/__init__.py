"""Every reaction in one place, a file for each part of the course: this happened -> those functions.

A room says that something happened by sending its signal (`<room>/signals.py`) inside the
transaction that wrote it. What must be true together runs here in that same transaction;
what may wait (mail, jobs) is queued with `transaction.on_commit`.
"""
