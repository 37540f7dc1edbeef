from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "dinhlang.works.projects"
    label = "projects"
