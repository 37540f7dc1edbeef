"""Addresses of the offline kit: one page that a phone keeps, and its worker below it."""

from django.urls import path

from dinhlang.ground.kit import views

urlpatterns = [
    path("ngoai-tuyen/", views.shell, name="kit"),
    path("ngoai-tuyen/worker.js", views.worker, name="kit-worker"),
]
