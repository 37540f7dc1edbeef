"""Addresses of the right to know: ids and codes, no words of any text."""

from django.urls import path

from dinhlang.works.disclosures import views

urlpatterns = [
    path("don-vi/<str:code>/dang-ky-van-ban/", views.register_decision, name="decision-register"),
    path("don-vi/<str:code>/cong-khai/", views.post, name="disclosure-post"),
    path("don-vi/<str:code>/ke-hoach/", views.plan, name="plan-adopt"),
    path("don-vi/<str:code>/bao-quyet-dinh/", views.report, name="decision-report"),
    path("don-vi/<str:code>/bao-hop/", views.event, name="duties-event"),
    path("don-vi/<str:code>/bao-hop/<str:occasion>/hoan/", views.event_cancelled, name="duties-event-cancelled"),
    path("don-vi/<str:code>/danh-sach/<str:quarter>/", views.register, name="register"),
    path("don-vi/<str:code>/danh-sach/<str:quarter>/pdf/", views.register_pdf, name="register-pdf"),
    path("don-vi/<str:code>/danh-sach/<str:quarter>/xlsx/", views.register_xlsx, name="register-xlsx"),
    path("don-vi/<str:code>/danh-sach/<str:quarter>/khong-phat-sinh/", views.register_nothing, name="register-nothing"),
    path("don-vi/<str:code>/danh-sach/<str:quarter>/ky/", views.register_issue, name="register-issue"),
    path("don-vi/<str:code>/van-ban/<str:slug>/doi-ngay/", views.redate, name="decision-redate"),
    path("gach-van-ban/<str:subject>/", views.strike, name="decision-strike"),
    path("ket-thuc/<str:subject>/", views.confirm_end, name="ending-confirm"),
    path("doi-ngay/<str:subject>/", views.confirm_redate, name="decision-confirm-redate"),
    path("cong-khai/<str:subject>/ban-in/", views.thing_print, name="thing-print"),
    path("cong-khai/<str:subject>/sau-ban/", views.six, name="six"),
    path("cong-khai/<str:subject>/sau-ban/cong.html", views.six_portal, name="six-portal"),
    path("cong-khai/<str:subject>/sau-ban/loa.txt", views.six_script, name="six-script"),
    path("cong-khai/<str:subject>/sau-ban/thon.pdf", views.six_villages, name="six-villages"),
    path("cong-khai/<str:subject>/sau-ban/tai-ve/", views.six_pack, name="six-pack"),
    path("cong-khai/<str:subject>/lien-ket/", views.offer_ticks, name="disclosure-offer-ticks"),
    path("cong-khai/<str:subject>/dong-lien-ket/", views.close_ticks, name="disclosure-close-ticks"),
    path("cong-khai/<str:subject>/noi-dang/", views.official, name="disclosure-official"),
    path("thon/<str:token>/", views.tick, name="tick"),
    path("cong-khai/<str:subject>/niem-yet/", views.place, name="disclosure-place"),
    path("cong-khai/<str:subject>/go-xuong/", views.take_down, name="disclosure-take-down"),
    path("cong-khai/<str:subject>/xac-nhan/", views.countersign, name="disclosure-countersign"),
    path("cong-khai/<str:subject>/dinh-chinh/", views.correct, name="disclosure-correct"),
    path("cong-khai/<str:subject>/thay-the/", views.replace, name="disclosure-replace"),
    path("cong-khai/<str:subject>/rut/", views.withdraw, name="disclosure-withdraw"),
]
