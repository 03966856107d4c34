"""Contact: everything that leaves the clinic: safe contact, neutral texts, reminders, messages.

A partner says how they may be reached; the team writes within that.
Never: mail or a message sent from anywhere else, or one whose text tells what it is about.
"""
