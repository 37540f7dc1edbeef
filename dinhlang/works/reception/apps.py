from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "dinhlang.works.reception"
    label = "reception"
