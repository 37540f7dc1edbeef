from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dinhlang.ground.documents"
    label = "documents"
