"""Opening a record in an emergency: by a clinician who does not treat the couple, for thirty minutes.

The one partner named, and what the couple shares; never the other partner's room, psychotherapy
notes or sealed answers. A therapist of the couple reviews it. Never shown to a partner.
"""
