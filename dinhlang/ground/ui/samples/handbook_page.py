"""A page of the handbook."""

from dinhlang.ground.ui import markdown
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import Pages

SOURCE = """# Dành cho người dân

Một đoạn có **chữ đậm**, `mã` và [một liên kết](#viec).

## Tìm xã mình

1. Mở trang đầu.
2. Gõ tên.

> Không cần tài khoản.

## Đọc trang

- **Biết**
- Bàn

| Bản | Dùng để |
|---|---|
| tờ A4 | dán |

```
dinhlang verify
```

![Trang của một phường](a.webp)
"""


def handbook() -> s.HandbookPage:
    """Everything that a text of the handbook may hold."""
    text = markdown.written(SOURCE, lambda href: href, lambda name: markdown.Picture("#", 390, 640))
    parts = tuple(s.Link(title, f"#{anchor}") for anchor, title in text.parts)
    return s.HandbookPage(text.title, text.body, parts, (s.Link("Dành cho Mặt trận", "#"),), "/huong-dan/")


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {"handbook": ("pages/handbook.html", handbook())}
