from django.dispatch import Signal

# partner, by, at
erasure_asked = Signal()
