"""Addresses of the lists of projects."""

from django.urls import path

from dinhlang.works.projects import views

urlpatterns = [
    path("don-vi/<str:code>/cong-trinh/", views.projects, name="projects"),
    path("don-vi/<str:code>/cong-trinh/oc4ids.json", views.as_oc4ids, name="projects-oc4ids"),
]
