import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duologue.settings")
application = get_wsgi_application()
# Every page's module is loaded before the first visitor comes; one that is broken stops the start.
get_resolver().url_patterns  # noqa: B018
# What stands now stands until the end: looking through it for garbage takes a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
