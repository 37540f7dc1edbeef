from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "dinhlang.works.petitions"
    label = "petitions"
