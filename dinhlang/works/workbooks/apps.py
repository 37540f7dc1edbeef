from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "dinhlang.works.workbooks"
    label = "workbooks"
