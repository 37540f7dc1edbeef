from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "dinhlang.ground.personal"
    label = "personal"
