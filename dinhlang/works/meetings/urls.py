"""Addresses of meetings."""

from django.urls import path

from dinhlang.works.meetings import views

urlpatterns = [
    path("don-vi/<str:code>/hoi-nghi/", views.meetings, name="meetings"),
    path("don-vi/<str:code>/hoi-nghi/trieu-tap/", views.call, name="meeting-call"),
    path("hoi-nghi/<str:subject>/", views.meeting, name="meeting"),
    path("hoi-nghi/<str:subject>/lich.ics", views.calendar, name="meeting-calendar"),
    path("hoi-nghi/<str:subject>/bien-ban/<int:n>/", views.minutes, name="meeting-minutes"),
    path("hoi-nghi/<str:subject>/cau-hoi/", views.question, name="meeting-question"),
    path("hoi-nghi/<str:subject>/cau-hoi/<int:number>/tra-loi/", views.answer, name="meeting-answer"),
    path("hoi-nghi/<str:subject>/ket-qua/", views.hold, name="meeting-hold"),
    path("don-vi/<str:code>/hoi-nghi/yeu-cau-doi-thoai/", views.request, name="dialogue-request"),
    path("hoi-nghi/<str:subject>/hoi-truoc/", views.ask, name="meeting-ask"),
    path("hoi-nghi/<str:subject>/cau-hoi/<int:number>/khong-tra-loi/", views.set_aside, name="meeting-aside"),
    path("hoi-nghi/<str:subject>/ket-luan/", views.conclude, name="meeting-conclude"),
    path("hoi-nghi/<str:subject>/viec/<int:number>/", views.report, name="meeting-report"),
    path("hoi-nghi/<str:subject>/danh-gia/", views.rate, name="meeting-rate"),
    path("hoi-nghi/<str:subject>/phieu/", views.papers, name="meeting-papers"),
    path("hoi-nghi/<str:subject>/phieu/<int:number>/", views.count, name="meeting-count"),
    path("hoi-nghi/<str:subject>/phieu/ket-thuc/", views.close, name="meeting-close"),
    path("hoi-nghi/<str:subject>/hoan/", views.call_off, name="meeting-call-off"),
]
