"""The application a server loads. Refuses to start a demonstration over a real record."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinhlang.config.settings")
application = get_wsgi_application()
if settings.DEMO:
    import_string(settings.DEMO_GUARD)()
    connections.close_all()  # requests open their own
