from django.apps import AppConfig


class FollowConfig(AppConfig):
    name = "dinhlang.ground.follow"
    label = "follow"
