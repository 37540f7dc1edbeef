from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "dinhlang.ground.polls"
    label = "polls"
