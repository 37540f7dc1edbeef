"""Stamps are seen, ordinary words with the same letters are not."""

import unicodedata

import pytest

from dinhlang.ground.files.secrecy import Mark, secrecy_mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", Mark.mat),
        (unicodedata.normalize("NFD", "MẬT"), Mark.mat),
        ("ỦY BAN NHÂN DÂN\nMẬT\nSố: 12/BC-UBND", Mark.mat),
        ("12-BC MẬT.pdf", Mark.mat),
        ("12_QĐ_MẬT.pdf", Mark.mat),
        ("Báo cáo (MẬT)", Mark.mat),
        ("M Ậ T", Mark.mat),
        ("Độ mật: TỐI MẬT", Mark.toi_mat),
        ("TUYỆT MẬT - kế hoạch", Mark.tuyet_mat),
        ("T U Y Ệ T  M Ậ T", Mark.tuyet_mat),
        ("TOI_MAT.docx", Mark.toi_mat),
        ("MẬT và TUYỆT MẬT", Mark.tuyet_mat),
        ("Tài liệu Lưu hành  nội bộ", Mark.internal),
        ("LƯU HÀNH NỘI BỘ", Mark.internal),
    ],
)
def test_it_works(text, mark):
    assert secrecy_mark(text) is mark


@pytest.mark.parametrize(
    "text",
    [
        "", "bảo mật", "Mật độ dân số", "BẢO MẬT THÔNG TIN", "MẬT ĐỘ DÂN SỐ", "MẬT ONG RỪNG", "BỎ PHIẾU KÍN, BÍ MẬT", "mật khẩu",
        "Bí mật nhà nước", "GIẢI PHÓNG MẶT BẰNG", "GIAI PHONG MAT BANG.pdf", "MAT BANG.pdf", "thân mật", "MẬTONG",
        "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    ],
)  # fmt: skip
def test_ordinary_words_pass(text):
    assert secrecy_mark(text) is None
