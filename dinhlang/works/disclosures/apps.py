from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "dinhlang.works.disclosures"
    label = "disclosures"
