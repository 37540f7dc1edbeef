"""Addresses of sign-in. The names are those the sign-in library asks for; its other pages have no address, so they are 404.

`account_login` and `mfa_authenticate` are reversed by its login stages; nothing else of it is reachable with the settings in force.
"""

from django.urls import path

from dinhlang.ground.people import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("xac-thuc/", views.second_step, name="mfa_authenticate"),
    path("xac-thuc-lai/", views.step_up, name="people_step_up"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("chuc-vu/", views.offices, name="people_offices"),
]
