"""The addresses of the demonstration: its people, and files to try."""

from django.urls import path

from dinhlang_demo import views

urlpatterns = [path("demo/", views.enter, name="demo"), path("demo/tep/<str:name>", views.sample, name="demo_sample")]
