from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "dinhlang.ground.bodies"
    label = "bodies"
