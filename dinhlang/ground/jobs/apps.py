from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dinhlang.ground.jobs"
    label = "jobs"
