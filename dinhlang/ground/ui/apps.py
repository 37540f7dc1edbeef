"""The Django app of templates, style sheet and drawing helpers."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Only templates, static files and template tags; it owns no table."""

    name = "dinhlang.ground.ui"
    label = "ui"
