"""Addresses of the lists of projects."""

from django.urls import path

from dinhlang.works.projects import views

urlpatterns = [path("don-vi/<str:code>/cong-trinh/", views.projects, name="projects")]
