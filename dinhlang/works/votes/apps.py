from django.apps import AppConfig


class VotesConfig(AppConfig):
    name = "dinhlang.works.votes"
    label = "votes"
