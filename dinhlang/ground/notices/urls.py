"""Addresses of notices."""

from django.urls import path

from dinhlang.ground.notices import email_pages, views

urlpatterns = [
    path("thong-bao/", views.page, name="notices"),
    path("thong-bao/cach-nhan/", views.ways, name="notice-ways"),
    path("thong-bao/trinh-duyet/", views.browser, name="notice-browser"),
    path("tai-khoan/thu-dien-tu/", email_pages.email, name="notice-email"),
    path("tai-khoan/thu-dien-tu/<str:token>/", email_pages.prove, name="notice-email-prove"),
    path("thong-bao/<str:subject>/da-lam/", views.tick, name="notice-tick"),
    path("thong-bao/<str:subject>/to-giay/", views.sheet, name="notice-sheet"),
]
