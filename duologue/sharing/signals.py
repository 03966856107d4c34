from django.dispatch import Signal

# release, at
released = Signal()
