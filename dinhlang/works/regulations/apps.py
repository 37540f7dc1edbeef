from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "dinhlang.works.regulations"
    label = "regulations"
