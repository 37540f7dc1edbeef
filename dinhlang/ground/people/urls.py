"""Addresses of sign-in. The names are those the sign-in library asks for; its other pages have no address, so they are 404.

`account_login` and `mfa_authenticate` are reversed by its login stages; nothing else of it is reachable with the settings in force.
"""

from django.urls import path

from dinhlang.ground.people import account, beginning, outside_pages, views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("xac-thuc/", views.second_step, name="mfa_authenticate"),
    path("xac-thuc-lai/", views.step_up, name="people_step_up"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("bat-dau/", beginning.begin, name="people_begin"),
    path("bat-dau/mat-khau/", beginning.password, name="people_begin_password"),
    path("bat-dau/lop-thu-hai/", beginning.factor, name="people_begin_factor"),
    path("dang-nhap/khoa/", views.passkey_sign_in, name="people_passkey"),
    path("dang-nhap/ngoai/", outside_pages.sign_in, name="people_outside"),
    path("dang-nhap/ngoai/ve/", outside_pages.back, name="people_outside_back"),
    path("tai-khoan/", account.account, name="people_account"),
    path("tai-khoan/mat-khau/", account.password, name="people_account_password"),
    path("tai-khoan/dien-thoai/", account.telephone, name="people_account_phone"),
    path("tai-khoan/phien/", account.sessions, name="people_account_sessions"),
    path("tai-khoan/ma-du-phong/", account.codes, name="people_account_codes"),
    path("tai-khoan/them/", account.add, name="people_account_add"),
    path("tai-khoan/dinh-danh/", outside_pages.link, name="people_account_outside"),
    path("tai-khoan/lop-thu-hai/<int:factor>/", account.factor, name="people_account_factor"),
    path("chuc-vu/", views.offices, name="people_offices"),
]
