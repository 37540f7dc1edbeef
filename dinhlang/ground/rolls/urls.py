"""Addresses of lists of people."""

from django.urls import path

from dinhlang.ground.rolls.views import lists

urlpatterns = [
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
