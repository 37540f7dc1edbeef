"""Addresses of the communes' own regulations."""

from django.urls import path

from dinhlang.works.regulations import views

urlpatterns = [
    path("don-vi/<str:code>/quy-che/", views.regulation, name="regulation"),
    path("don-vi/<str:code>/quy-che/soan/", views.draft, name="regulation-draft"),
    path("don-vi/<str:code>/quy-che/<str:subject>/", views.one, name="regulation-one"),
]
