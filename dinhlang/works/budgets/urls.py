"""Addresses of budgets."""

from django.urls import path

from dinhlang.works.budgets import views

urlpatterns = [
    path("don-vi/<str:code>/ngan-sach/", views.budgets, name="budgets"),
    path("ngan-sach/<str:subject>/", views.budget, name="budget"),
]
