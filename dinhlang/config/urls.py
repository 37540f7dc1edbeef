"""All addresses: Vietnamese at the root, English below /en/, the files of the log and of the rulebook in no language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from dinhlang.web import feeds, flows, imports, log, rules, sitemaps, views
from dinhlang.web.figures import views as figures

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/<str:name>.xml", sitemaps.part, name="sitemap-part"),
    path("log/", include("dinhlang.ground.record.urls")),
    path("quy-dinh/bo.json", rules.as_json, name="rulebook-json"),
    path("quy-dinh/bo.zip", rules.as_zip, name="rulebook-zip"),
    path("quy-dinh/bo/<str:digest>.json", rules.as_json, name="rulebook-json"),
    path("quy-dinh/bo/<str:digest>.zip", rules.as_zip, name="rulebook-zip"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("tin.atom", feeds.of_house, name="feed"),
        path("tin/<str:before>.atom", feeds.of_house, name="feed-archive"),
        path("don-vi/<str:code>/", views.body, name="body"),
        path("don-vi/<str:code>/tin.atom", feeds.of_body, name="body-feed"),
        path("don-vi/<str:code>/tin/<str:before>.atom", feeds.of_body, name="body-feed-archive"),
        path("don-vi/<str:code>/viec/", views.duties_list, name="duties"),
        path("don-vi/<str:code>/vi-sao/<str:rule>/<str:occasion>/", views.why, name="why"),
        path("so-lieu/", figures.root, name="figures-home"),
        path("so-lieu/<str:code>/", figures.board, name="figures"),
        path("so-lieu/<str:code>/viec/", figures.listed, name="figures-list"),
        path("so-lieu/<str:code>/bang.xlsx", figures.as_xlsx, name="figures-xlsx"),
        path("so-lieu/<str:code>/bang.csv", figures.as_csv, name="figures-csv"),
        path("so-lieu/<str:code>/bao-cao-nam/", figures.yearly, name="yearly-tables"),
        path("so-lieu/<str:code>/bao-cao-nam.xlsx", figures.yearly_xlsx, name="yearly-xlsx"),
        path("so-lieu/<str:code>/bao-cao-nam.csv", figures.yearly_csv, name="yearly-csv"),
        path("viec-can-lam/", views.desk, name="desk"),
        path("don-vi/<str:code>/nhap/", imports.page, name="imports"),
        path("don-vi/<str:code>/nhap/<str:name>/", imports.new, name="import-new"),
        path("don-vi/<str:code>/nhap/<str:name>/mau.xlsx", imports.template, name="import-template"),
        path("nhap/<str:public>/", imports.one, name="import"),
        path("nhap/<str:public>/bao-cao/", imports.report, name="import-report"),
        path("quy-dinh/", rules.rules, name="rules"),
        path("quy-dinh/thay-doi/", rules.changes, name="rule-changes"),
        path("quy-dinh/pham-vi/", rules.coverage, name="rule-coverage"),
        path("quy-dinh/pham-vi/<str:instrument>/", rules.articles, name="rule-articles"),
        path("quy-dinh/loai/<str:kind>/", rules.kind, name="rules-of-kind"),
        path("quy-dinh/<str:rule>/", rules.rule, name="rule"),
        path("nhat-ky/", log.page, name="record"),
        path("nhat-ky/<int:index>/", log.entry, name="entry"),
        path("nhat-ky/<str:leaf>/", log.entry_of_leaf, name="entry"),
        path("xong/<str:code>/", log.done, name="done"),
        path("bien-nhan/<str:code>/", log.receipt, name="receipt"),
        path("bien-nhan/<str:code>/chung-nhan/", log.receipt_file, name="receipt-file"),
        path("bien-nhan/<str:code>/noi-dung/", log.receipt_opening, name="receipt-opening"),
        path("tep/<str:leaf>/<int:n>/", log.file, name="file"),
        path("kiem-chung/", log.proof, name="proof"),
        path("kieu/", views.style, name="style"),
        path("ngan-sach/<str:subject>/cong-khai/", flows.disclose_budget, name="budget-disclose"),
        *(path("", include(f"dinhlang.works.{work}.urls")) for work in settings.WORKS),
        path("", include("dinhlang.ground.people.urls")),
        *([path("", include("dinhlang_demo.urls"))] if settings.DEMO else []),
        prefix_default_language=False,
    ),
]
handler404 = "dinhlang.web.errors.not_found"
