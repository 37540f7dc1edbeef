"""Addresses of petitions."""

from django.urls import path

from dinhlang.works.petitions import desk_views as desk
from dinhlang.works.petitions import joint_views as joined
from dinhlang.works.petitions import list_views as lists
from dinhlang.works.petitions import open311_views as open311
from dinhlang.works.petitions import place_views, views
from dinhlang.works.petitions import public_views as public
from dinhlang.works.petitions.place_views import heard

urlpatterns = [
    path("don-vi/<str:code>/phan-anh/", views.petitions, name="petitions"),
    path("don-vi/<str:code>/phan-anh/gui/", views.start, name="petition-start"),
    path("don-vi/<str:code>/phan-anh/gui/ve-gi/", views.sort, name="petition-sort"),
    path("don-vi/<str:code>/phan-anh/gui/viec/", views.send, name="petition-send"),
    path("don-vi/<str:code>/phan-anh/gui/nguoi-co-chuc-vu/", views.send_named, name="petition-send-named"),
    path("don-vi/<str:code>/phan-anh/khieu-nai/", views.complain, name="petition-complain"),
    path("don-vi/<str:code>/phan-anh/to-cao/", views.denounce, name="petition-denounce"),
    path("don-vi/<str:code>/phan-anh/nhap-thay/", views.counter, name="petition-counter"),
    path("phan-anh/", views.find, name="petition-find"),
    path("phan-anh/cua-toi/<str:code>/", heard(views.own), name="petition-own"),
    path("phan-anh/cua-toi/<str:code>/anh/", views.photo_add, name="petition-photo-add"),
    path("phan-anh/cua-toi/<str:code>/anh/<int:n>/", views.photo, name="petition-photo"),
    path("phan-anh/cua-toi/<str:code>/ban-do/", place_views.place_point, name="petition-point"),
    path("phan-anh/cua-toi/<str:code>/ghi-am/", place_views.add_voice, name="petition-voice-add"),
    path("phan-anh/cua-toi/<str:code>/tra-loi/", views.reply, name="petition-reply"),
    path("phan-anh/cua-toi/<str:code>/da-xong/", views.confirm, name="petition-confirm"),
    path("phan-anh/cua-toi/<str:code>/chua-xong/", views.reopen, name="petition-reopen"),
    path("phan-anh/cua-toi/<str:code>/hai-long/", joined.rate, name="petition-rate"),
    path("phan-anh/cua-toi/<str:code>/tin/", views.told, name="petition-told"),
    path("phan-anh/viec/", lists.petitions, name="petition-list"),
    path("phan-anh/viec/theo-ma/", lists.by_code, name="petition-list-code"),
    path("phan-anh/viec/<str:subject>/", heard(desk.petition), name="petition-desk"),
    path("phan-anh/viec/<str:subject>/anh/<int:n>/", desk.photo, name="petition-desk-photo"),
    path("phan-anh/viec/<str:subject>/nghe/", place_views.summarise, name="petition-summarise"),
    path("phan-anh/viec/<str:subject>/thu-ly/", desk.take_on, name="petition-take-on"),
    path("phan-anh/viec/<str:subject>/khong-thu-ly/", desk.refuse, name="petition-refuse"),
    path("phan-anh/viec/<str:subject>/chuyen/", desk.pass_on, name="petition-pass-on"),
    path("phan-anh/viec/<str:subject>/hoi/", desk.ask, name="petition-ask"),
    path("phan-anh/viec/<str:subject>/tam-dung/", desk.pause, name="petition-pause"),
    path("phan-anh/viec/<str:subject>/tiep-tuc/", desk.resume, name="petition-resume"),
    path("phan-anh/viec/<str:subject>/tra-loi/", desk.answer, name="petition-answer"),
    path("phan-anh/viec/<str:subject>/gop/", joined.join, name="petition-join"),
    path("phan-anh/viec/<str:subject>/tach/", joined.part, name="petition-part"),
    path("phan-anh/viec/<str:subject>/tra-lai/", desk.give_back, name="petition-return"),
    path("don-vi/<str:code>/phan-anh/cong-khai/", public.listed, name="petition-texts"),
    path("phan-anh/cong-khai/<str:public_id>/", public.shown, name="petition-text"),
    path("phan-anh/cong-khai/<str:public_id>/go/", public.take_down, name="petition-text-down"),
    path("phan-anh/cua-toi/<str:code>/cong-khai/", public.publish, name="petition-publish"),
    path("phan-anh/cua-toi/<str:code>/rut-cong-khai/", public.withdraw, name="petition-withdraw"),
    path("phan-anh/viec/<str:subject>/cong-khai/", public.hold, name="petition-hold"),
    path("phan-anh/viec/<str:subject>/loi-cong-khai/", public.word, name="petition-word"),
    path("open311/v2/discovery.<str:form>", open311.discovery, name="open311-discovery"),
    path("open311/v2/services.<str:form>", open311.services, name="open311-services"),
    path("open311/v2/services/<str:code>.<str:form>", open311.service, name="open311-service"),
    path("open311/v2/requests.<str:form>", open311.requests, name="open311-requests"),
    path("open311/v2/requests/<str:code>.<str:form>", open311.one, name="open311-request"),
    path("open311/v2/tokens/<str:code>.<str:form>", open311.token, name="open311-token"),
]
