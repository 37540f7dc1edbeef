"""Addresses of lists of people, of access slips, and of a household's own page."""

from django.urls import path

from dinhlang.ground.rolls.views import household, lists, slips

urlpatterns = [
    path("vao/", household.enter, name="enter"),
    path("vao/<str:code>/", household.by_number, name="enter-number"),
    path("ho-cua-toi/so-bi-mat/", household.number, name="household-number"),
    path("don-vi/<str:code>/giay-vao-cua/", slips.page, name="slips"),
    path("don-vi/<str:code>/giay-vao-cua/da-giao/", slips.hand, name="slips-hand"),
    path("don-vi/<str:code>/giay-vao-cua/thu-hoi/", slips.revoke, name="slips-revoke"),
    path("giay-vao-cua/<str:run>/in/", slips.make, name="slips-make"),
    path("don-vi/<str:code>/danh-sach-nguoi/", lists.index, name="rolls"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/", lists.page, name="roll"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/ly-do-xem/", lists.look, name="roll-look"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/them/", lists.arrive, name="roll-arrive"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/chot/", lists.freeze, name="roll-freeze"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/hai-nguoi-nhan/<str:claim>/", lists.settle, name="roll-settle"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/<str:key>/", lists.amend, name="roll-amend"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/<str:key>/roi-di/", lists.depart, name="roll-depart"),
    path("don-vi/<str:code>/danh-sach-nguoi/<str:roll>/<str:key>/tach/", lists.split, name="roll-split"),
]
