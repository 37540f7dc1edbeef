from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "dinhlang.ground.files"
    label = "files"
