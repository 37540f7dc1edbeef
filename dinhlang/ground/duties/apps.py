from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "dinhlang.ground.duties"
    label = "duties"
