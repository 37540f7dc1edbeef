from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "dinhlang.ground.imports"
    label = "imports"
