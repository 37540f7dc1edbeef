"""What samples of several pages share: a day, a place, the house."""

from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import segno
from django.utils.safestring import SafeString

from dinhlang.ground.ui import shapes as s

Pages = dict[str, tuple[str, object]]
TODAY = date(2026, 11, 23)
_ZONE = timezone(timedelta(hours=7))
DIGEST = sha256(b"sample").hexdigest()
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
BODY = s.Link("Phường Thục Phán", "/don-vi/01273/")
ANSWERS = "Chủ tịch Ủy ban nhân dân phường"
LAW = "Luật 10/2022/QH15, Điều 11 khoản 5"


def at(day: int, hour: int, minute: int, month: int = 11) -> datetime:
    """An instant of 2026, local."""
    return datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


def qr(text: str) -> SafeString:
    """A QR code as SVG, as the integrator makes it."""
    return SafeString(segno.make(text, error="m").svg_inline(scale=4, border=2))


def site(demo: bool = True, signed_in_as: str = "") -> s.SiteInfo:
    """The house of the demonstration."""
    return s.SiteInfo(
        name="Đình Làng",
        place="Phường Thục Phán, Cao Bằng",
        demo=demo,
        designated="Trang được chỉ định là hình thức công khai của phường theo Quyết định 01/QĐ-UBND ngày 5/1/2026 (giả định).",
        home_href="/",
        body_href="/don-vi/01273/",
        record_href="/nhat-ky/",
        rules_href="/quy-dinh/",
        desk_href="/viec-can-lam/",
        sign_in_href="/dang-nhap/",
        sign_out_href="/thoat/",
        proof_href="/kiem-chung/",
        feed_href="/tin.atom",
        handbook_href="/huong-dan/",
        signed_in_as=signed_in_as,
    )
