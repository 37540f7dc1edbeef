from django.apps import AppConfig


class RollsConfig(AppConfig):
    name = "dinhlang.ground.rolls"
    label = "rolls"
