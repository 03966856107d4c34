"""Programme: a written course of treatment, and one couple's way through it (the episode).

Phase: all of them, in order: enquiry, screening, consent, preparation, medicine, integration,
follow-up. The written courses are `library/<id>/<version>.yaml`; a clinician may read and correct
them, and a version freezes at its first episode.

Who may change what: the team starts, closes and skips; each finished step is reported by the room
in which it happened (`actions.finish_step`). This room never asks another what is done.

What must never happen: a step lost or asked twice; a step of one partner, or a step both partners
see, that opens, closes or moves because of what the other partner did alone.
"""
