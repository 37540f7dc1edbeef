from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "dinhlang.works.outgoing"
    label = "outgoing"
