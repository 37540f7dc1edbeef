"""Addresses of reception."""

from django.urls import path

from dinhlang.works.reception import desk_views as desk
from dinhlang.works.reception import views

urlpatterns = [
    path("don-vi/<str:code>/tiep-cong-dan/", views.reception, name="reception"),
    path("don-vi/<str:code>/tiep-cong-dan/lich.ics", views.feed, name="reception-feed"),
    path("don-vi/<str:code>/tiep-cong-dan/ban-in/", views.printed, name="reception-print"),
    path("don-vi/<str:code>/tiep-cong-dan/dang-ky/", views.start, name="reception-start"),
    path("don-vi/<str:code>/tiep-cong-dan/dang-ky/cho/", views.sign_up, name="reception-sign-up"),
    path("don-vi/<str:code>/tiep-cong-dan/to-cao/", views.denounce, name="reception-denounce"),
    path("don-vi/<str:code>/tiep-cong-dan/them-ngay/", desk.schedule, name="reception-schedule"),
    path("don-vi/<str:code>/tiep-cong-dan/so/", desk.register, name="reception-register"),
    path("don-vi/<str:code>/tiep-cong-dan/so/<int:year>/", desk.register, name="reception-register-year"),
    path("don-vi/<str:code>/tiep-cong-dan/so/<int:year>/so.xlsx", desk.as_xlsx, name="reception-xlsx"),
    path("don-vi/<str:code>/tiep-cong-dan/so/<int:year>/so.csv", desk.as_csv, name="reception-csv"),
    path("tiep-cong-dan/", views.find, name="reception-find"),
    path("tiep-cong-dan/cua-toi/<str:code>/", views.own, name="reception-own"),
    path("tiep-cong-dan/cua-toi/<str:code>/tra-lai/", views.withdraw, name="reception-withdraw"),
    path("tiep-cong-dan/ngay/<str:subject>/", desk.day, name="reception-day"),
    path("tiep-cong-dan/ngay/<str:subject>/lui/", desk.move, name="reception-move"),
    path("tiep-cong-dan/ngay/<str:subject>/ket-qua/", desk.hold, name="reception-hold"),
    path("tiep-cong-dan/ngay/<str:subject>/ghi-so/", desk.enter, name="reception-enter"),
    path("tiep-cong-dan/so/<str:subject>/", desk.visit, name="reception-visit"),
    path("tiep-cong-dan/so/<str:subject>/ghi-them/", desk.note, name="reception-note"),
    path("tiep-cong-dan/so/<str:subject>/hua/", desk.promise, name="reception-promise"),
    path("tiep-cong-dan/so/<str:subject>/hua/<int:number>/", desk.report, name="reception-report"),
    path("tiep-cong-dan/so/<str:subject>/bien-nhan/", desk.slip, name="reception-slip"),
]
