"""Sharing: the shared room. A release is an act: an author, the exact words, a time.

Only the owner of something private may release it, and may take back what has not been read.
Never: a link from the shared room back into a private one.
"""
