"""A superior's form is kept for the next time: filled in with one button, replaced, removed, each with its day and none silently."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from dinhlang.ground.record.append import Attachment
from dinhlang.works.disclosures.tests.town import OTHER, WARD, Town, check_common, leaf, make_town, refused
from dinhlang.works.workbooks import acts, audit, reads
from dinhlang.works.workbooks.models import Workbook
from tests.test_figures_form import XLSX, form

PROVINCE = "04"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.go("2026-11-20")
    made.seat("province", "province-officer", PROVINCE)
    return made


def workbook(text: str = "{{don_vi}}") -> bytes:
    return form(lambda sheet: sheet.__setitem__("A1", text))


def file(text: str = "{{don_vi}}") -> tuple[Attachment, ...]:
    return (Attachment("mau.xlsx", XLSX, workbook(text)),)


def kept(town: Town, name: str = "Biểu 02") -> str:
    done = town.do(acts.set_template, "province", body=town.ids[PROVINCE], name=name, attachments=file())
    return done.subject


def send(town: Town, who: str = "province", *, data: bytes | None = None, name: str = "Biểu 02", thay: str = "") -> Any:
    address = reverse("kept-form-keep", args=[PROVINCE]) + (f"?thay={thay}" if thay else "")
    upload = SimpleUploadedFile("mau.xlsx", workbook() if data is None else data, XLSX)
    return town.client(who).post(address, {"command_id": str(uuid4()), "name": name, "form": upload})


def cell(response: Any) -> object:
    return load_workbook(io.BytesIO(response.content)).worksheets[0]["A1"].value


def offered(town: Town, who: str, code: str = WARD) -> Any:
    return town.client(who).get(reverse("yearly-form", args=[code])).context["page"]


def test_it_works(town: Town):
    done = check_common(
        town, acts.set_template, {"name": "Biểu 02", "attachments": file()}, by="province", body=town.ids[PROVINCE], wrong="officer"
    )
    assert leaf(done)["public"] == {"name": "Biểu 02", "replaces": False}
    (one,) = offered(town, "officer").kept
    assert (one.name, [link.text for link in one.actions]) == ("Biểu 02", ["Điền"])
    assert cell(town.client("officer").get(one.actions[0].href)) == "Phường Thục Phán"
    assert cell(town.client("stranger").get(reverse("kept-form", args=[OTHER, done.subject]))) == "Phường Nùng Trí Cao"
    assert list(audit.differences()) == []


def test_the_province_keeps_replaces_and_removes_it_on_the_site(town: Town):
    assert send(town).status_code == 302
    subject = Workbook.objects.get().subject
    town.go("2026-11-24")
    assert send(town, data=workbook("Tên: {{don_vi}}"), name="Biểu 02 mới", thay=subject).status_code == 302
    (row,) = reads.of_province(PROVINCE)
    assert (row.subject, row.name, row.since.isoformat()) == (subject, "Biểu 02 mới", "2026-11-24")
    assert cell(town.client("officer").get(reverse("kept-form", args=[WARD, subject]))) == "Tên: Phường Thục Phán"
    address = reverse("kept-form-remove", args=[PROVINCE, subject])
    assert town.client("province").post(address, {"command_id": str(uuid4()), "reason": ""}).status_code == 422
    assert town.client("province").post(address, {"command_id": str(uuid4()), "reason": "Có biểu mới"}).status_code == 302
    page = offered(town, "province", PROVINCE)
    assert ([one.name for one in page.kept], [one.name for one in page.gone]) == ([], ["Biểu 02 mới"])
    assert town.client("officer").get(reverse("kept-form", args=[WARD, subject])).status_code == 404
    record = town.client().get(reverse("record") + f"?don-vi={PROVINCE}").content.decode()
    assert "Có biểu mới" in record
    assert "Biểu 02" in record
    assert list(audit.differences()) == []


def test_what_cannot_be_filled_in_is_not_kept(town: Town):
    for data in (workbook("không có gì"), workbook("{{mat_trang}}"), b"%PDF-1.4", b""):
        response = send(town, data=data)
        assert response.status_code == 422
        assert "Biểu 02" in response.content.decode(), "what was typed stays"
    assert not Workbook.objects.exists()


def test_who_keeps_forms(town: Town):
    subject = kept(town)
    for who in ("", "officer", "chair", "resident:ann"):
        assert town.client(who).get(reverse("kept-form-keep", args=[PROVINCE])).status_code == 403, who
        assert town.client(who).get(reverse("kept-form-remove", args=[PROVINCE, subject])).status_code == 403, who
        assert send(town, who).status_code == 403
    assert town.client().get(reverse("kept-form", args=[WARD, subject])).status_code == 403
    assert town.client("province").get(reverse("kept-form-keep", args=[WARD])).status_code == 403
    assert offered(town, "officer").keep is None
    assert offered(town, "province", PROVINCE).keep is not None


def test_what_the_act_refuses(town: Town):
    subject, body = kept(town), town.ids[PROVINCE]
    with refused("A form called"):
        town.do(acts.set_template, "province", body=body, name="biểu 02", attachments=file())
    with refused("Give the form a name"):
        town.do(acts.set_template, "province", body=body, name=" ", attachments=file())
    with refused("Choose the workbook"):
        town.do(acts.set_template, "province", body=body, name="Biểu 03", attachments=())
    with refused("There is no such form"):
        town.do(acts.set_template, "province", body=body, name="Biểu 03", attachments=file(), template="0" * 16)
    with refused("Say in a few words"):
        town.do(acts.remove_template, "province", body=body, template=subject, reason=" ")
    town.do(acts.remove_template, "province", body=body, template=subject, reason="Cũ")
    with refused("There is no such form"):
        town.do(acts.remove_template, "province", body=body, template=subject, reason="Cũ")
    assert kept(town) != subject, "a name is free again once its form is removed"


def test_a_row_that_the_record_does_not_say_is_found(town: Town):
    Workbook.objects.filter(subject=kept(town)).update(name="Khác")
    assert len(list(audit.differences())) == 1
    Workbook.objects.all().delete()
    assert "not in the tables" in next(audit.differences())
