"""Integration: insights, practices, the pattern, the daily check-in and dialogue.

Each partner keeps their own; agreements are the couple's. Never: a private insight in the shared room
without its release.
"""
