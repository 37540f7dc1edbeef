from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dinhlang.ground.people"
    label = "people"
