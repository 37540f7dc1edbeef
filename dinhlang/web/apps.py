from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dinhlang.web"
    label = "web"
