from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "dinhlang.works.meetings"
    label = "meetings"
