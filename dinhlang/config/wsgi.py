"""The application a server loads. Refuses to start a demonstration over a real record.

Promises: what the process holds for good is not looked through for garbage while pages are made, and a page's own values are not either
before there are many of them.
"""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinhlang.config.settings")
YOUNG = 20_000  # values made before the youngest are looked through: about a page's worth; Python's own number is 700
application = get_wsgi_application()
if settings.DEMO:
    import_string(settings.DEMO_GUARD)()
    connections.close_all()  # requests open their own
gc.collect()
gc.freeze()
gc.set_threshold(YOUNG)
