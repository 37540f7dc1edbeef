"""Addresses of the log's files; `config/urls.py` hangs them under `/log/`, in no language."""

from django.urls import path

from dinhlang.ground.record import views

app_name = "log"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("keys", views.verifier_keys, name="keys"),
    path("tile/<path:rest>", views.tile, name="tile"),
    path("open/<str:name>", views.opening, name="opening"),
]
