from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dinhlang.ground.notices"
    label = "notices"
