from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "dinhlang.ground.kit"
    label = "kit"
