"""Addresses of the demonstration."""

from django.urls import path

from dinhlang_demo import views

urlpatterns = [
    path("demo/", views.enter, name="demo"),
    path("demo/so-van-ban-di.xlsx", views.register, name="demo-register"),
]
