"""Addresses of what people decide."""

from django.urls import path

from dinhlang.works.votes import initiative_views as ideas
from dinhlang.works.votes import kit_views, summons_views, views

STEPS = (
    ("dong-y", "agree", views.agree), ("khong-dong-y", "decline", views.decline), ("rut", "withdraw", views.withdraw),
    ("trieu-tap", "call", views.call), ("hoan", "call-off", views.call_off), ("ket-thuc", "close", views.close),
    ("van-ban", "issue", views.issue), ("gui", "send", views.send), ("cong-nhan", "recognise", views.recognise),
    ("khong-cong-nhan", "refuse", views.refuse), ("bai-bo", "annul", views.annul), ("giao-thon", "order", views.order),
    ("tong-hop", "sum", views.sum_up),
)  # fmt: skip

IDEAS = (
    ("dong-thuan", "support", ideas.support), ("rut-dong-thuan", "take-back", ideas.take_back), ("thoi", "drop", ideas.drop),
    ("gui", "hand-in", ideas.hand_in), ("tan-thanh", "approve", ideas.approve), ("khong-dua-ra", "turn-down", ideas.turn_down),
    ("dua-ra", "take-up", ideas.take_up),
)  # fmt: skip

urlpatterns = [
    path("don-vi/<str:code>/quyet-dinh/", views.matters, name="matters"),
    path("don-vi/<str:code>/quyet-dinh/de-xuat/", views.propose, name="vote-propose"),
    path("quyet-dinh/<str:subject>/", views.matter, name="matter"),
    path("quyet-dinh/<str:subject>/diem-danh/<int:number>/", views.tick, name="vote-tick"),
    path("quyet-dinh/<str:subject>/giay-moi/", summons_views.sheets, name="vote-summons"),
    path("quyet-dinh/<str:subject>/giay-moi/<str:mark>/", summons_views.present, name="vote-present"),
    path("quyet-dinh/<str:subject>/kiem-dem/<int:number>/", views.count, name="vote-count"),
    path("quyet-dinh/<str:subject>/khong-phai-ho-toi/<int:number>/", views.not_us, name="vote-not-us"),
    path("quyet-dinh/<str:subject>/tra-loi/", views.answer, name="vote-cast"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/cum/<int:number>/", kit_views.open_kit, name="vote-kit-open"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/", kit_views.page, name="vote-kit"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/goi.json", kit_views.package, name="vote-kit-package"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/trang-thai.json", kit_views.status, name="vote-kit-status"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/gui/", kit_views.send, name="vote-kit-send"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/thu-hoi/", kit_views.revoke, name="vote-kit-revoke"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/tep/", kit_views.from_file, name="vote-kit-file"),
    path("quyet-dinh/<str:subject>/ngoai-tuyen/<str:lease>/<uuid:item>/", kit_views.decide, name="vote-kit-decide"),
    path("don-vi/<str:code>/sang-kien/de-xuat/", ideas.propose, name="initiative-propose"),
    path("sang-kien/<str:subject>/", ideas.initiative, name="initiative"),
    *(path(f"sang-kien/<str:subject>/{address}/", view, name=f"initiative-{name}") for address, name, view in IDEAS),
    path("quyet-dinh/<str:subject>/to-va-ban/", views.team, name="vote-team"),
    path("quyet-dinh/<str:subject>/chung-kien/", views.witness, name="vote-witness"),
    path("quyet-dinh/<str:subject>/ho-ky/", views.signers, name="vote-signers"),
    path("quyet-dinh/<str:subject>/gui-ke-hoach/", views.send_plan, name="vote-send-plan"),
    path("quyet-dinh/<str:subject>/tiep-theo/<str:about>/", views.follow_up, name="vote-follow-up"),
    path("quyet-dinh/<str:subject>/quyet-lai/", views.again, name="vote-again"),
    *(path(f"quyet-dinh/<str:subject>/{address}/", view, name=f"vote-{name}") for address, name, view in STEPS),
]
