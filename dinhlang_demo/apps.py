from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "dinhlang_demo"
    label = "dinhlang_demo"
