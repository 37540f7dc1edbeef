from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "dinhlang.ground.record"
    label = "record"
