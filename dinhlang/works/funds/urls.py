"""Addresses of village fund books."""

from django.urls import path

from dinhlang.works.funds import views

urlpatterns = [
    path("don-vi/<str:code>/quy/", views.funds, name="funds"),
    path("don-vi/<str:code>/quy/mo-so/", views.open_book, name="fund-open"),
    path("quy/<str:subject>/", views.fund, name="fund"),
    path("quy/<str:subject>/nam/<int:year>/", views.fund, name="fund-year"),
    path("quy/<str:subject>/ban-in/", views.printed, name="fund-print"),
    path("quy/<str:subject>/ban-in/<int:year>/", views.printed, name="fund-print-year"),
    path("quy/<str:subject>/so.xlsx", views.as_xlsx, name="fund-xlsx"),
    path("quy/<str:subject>/chi/", views.spend, name="fund-spend"),
    path("quy/<str:subject>/thu-ho/", views.collect, name="fund-collect"),
    path("quy/<str:subject>/thu/", views.receive, name="fund-receive"),
    path("quy/<str:subject>/khoa-so/", views.close, name="fund-close"),
    path("quy/<str:subject>/xac-nhan/<int:number>/", views.countersign, name="fund-countersign"),
    path("quy/<str:subject>/ghi-dao/<int:number>/", views.reverse_line, name="fund-reverse"),
]
