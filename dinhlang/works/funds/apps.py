from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "dinhlang.works.funds"
    label = "funds"
