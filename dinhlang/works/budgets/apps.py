from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "dinhlang.works.budgets"
    label = "budgets"
