"""Addresses of the register of outgoing documents."""

from django.urls import path

from dinhlang.works.outgoing import views

urlpatterns = [
    path("don-vi/<str:code>/van-ban-di/", views.outgoing, name="outgoing"),
    path("van-ban-di/<str:subject>/khong-cong-khai/", views.set_aside, name="outgoing-set-aside"),
    path("van-ban-di/<str:subject>/dua-lai/", views.put_back, name="outgoing-put-back"),
]
