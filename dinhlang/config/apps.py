"""The two steps of an act that need rooms to the left of the record, handed over once, and every app's acts loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WiringConfig(AppConfig):
    """Last in INSTALLED_APPS: all rooms stand when it runs."""

    name = "dinhlang.config"
    label = "wiring"

    def ready(self) -> None:
        """Load `config/wiring.py` and every app's acts."""
        autodiscover_modules("acts", "wiring")
