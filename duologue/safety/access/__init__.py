"""Access: somebody of the office let somebody in, or changed how they sign in; was it meant?

A clinician of the couple answers, or one who leads. Never: asked of who did it, or shown to a partner.
"""
