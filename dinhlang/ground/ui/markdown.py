"""Texts of this house, written in a small part of Markdown, as markup for a page.

Promises: every sign of the source is escaped first, so that nothing in it becomes markup but what is named here: headings (`#` to `###`),
paragraphs, lists (`-`, `1.`), tables, fenced code, notes (`>`), pictures, `**strong**`, `code` and links. Addresses go through `link`,
which decides where they lead. Refuses: raw HTML, nested lists, anything that somebody outside wrote: it is for files of the project alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

HEADING = re.compile(r"(#{1,3}) +(.+)")
ITEM = re.compile(r"(?:-|(\d{1,3})\.) +(.+)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)")
RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


@dataclass(frozen=True)
class Picture:
    """A picture as a page shows it: its address and its size in pixels (0: not known)."""

    href: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Written:
    """A text as markup: its title (the first heading), what follows it, and its parts (anchor, heading)."""

    title: str
    body: SafeString
    parts: tuple[tuple[str, str], ...]


def anchor(heading: str) -> str:
    """What a heading is called in an address: small letters without marks."""
    plain = unicodedata.normalize("NFD", heading.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")


def written(source: str, link: Callable[[str], str], picture: Callable[[str], Picture]) -> Written:
    """The text of a file. `link` gives an address for what a link names, `picture` what a picture's name stands for."""
    title, parts, out = "", list[tuple[str, str]](), list[str]()
    for block in _blocks(source.splitlines()):
        heading = HEADING.fullmatch(block[0])
        if heading is None:
            out.append(_block(block, link, picture))
            continue
        level, text = len(heading[1]), heading[2]
        if level == 1:
            title = title or text
            continue
        name = anchor(text)
        if level == 2:
            parts.append((name, text))
        out.append(f'<h{level} id="{name}">{_inline(text, link)}</h{level}>')
    return Written(title, SafeString("\n".join(out)), tuple(parts))


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that belong together; a heading and a picture stand alone, and code keeps its empty lines."""
    block, fenced = list[str](), False
    for line in lines:
        alone = not fenced and bool(HEADING.fullmatch(line) or PICTURE.fullmatch(line.strip()))
        if block and not fenced and (alone or not line.strip() or line.startswith("```")):
            yield block
            block = []
        if line.startswith("```"):
            fenced = not fenced
        if alone:
            yield [line.strip()]
        elif fenced or line.strip():
            block.append(line)
    if block:
        yield block


def _block(lines: list[str], link: Callable[[str], str], picture: Callable[[str], Picture]) -> str:
    shown = PICTURE.fullmatch(lines[0])
    if shown is not None:
        return _picture(shown[1], picture(shown[2]))
    if lines[0].startswith("```"):
        return f"<pre>{escape(chr(10).join(line for line in lines if not line.startswith('```')))}</pre>"
    if ITEM.match(lines[0]):
        return _list(lines, link)
    if lines[0].startswith("|"):
        return _table(lines, link)
    if all(line.startswith(">") for line in lines):
        return f'<div class="note"><p>{_inline(" ".join(line[1:].strip() for line in lines), link)}</p></div>'
    return f"<p>{_inline(' '.join(line.strip() for line in lines), link)}</p>"


def _picture(words: str, one: Picture) -> str:
    # The words stand below, for everybody: as `alt` too they would be read out twice.
    size = f' width="{one.width}" height="{one.height}"' if one.width else ""
    shape = "tall" if one.height > one.width else "broad"
    image = f'<img src="{escape(one.href)}" alt=""{size} loading="lazy" decoding="async">'
    return f'<figure class="shot {shape}">{image}<figcaption>{escape(words)}</figcaption></figure>'


def _list(lines: list[str], link: Callable[[str], str]) -> str:
    items = list[str]()
    for line in lines:
        begun = ITEM.match(line)
        if begun is not None:
            items.append(begun[2])
        else:
            items[-1] += f" {line.strip()}"
    kind = "ol" if lines[0][0].isdigit() else "ul"
    return f"<{kind}>{''.join(f'<li>{_inline(item, link)}</li>' for item in items)}</{kind}>"


def _table(lines: list[str], link: Callable[[str], str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not RULE.fullmatch(line.strip())]
    head, *body = rows
    top = "".join(f'<th scope="col" role="columnheader">{_inline(cell, link)}</th>' for cell in head)
    told = "".join(
        '<tr role="row">'
        + "".join(f'<td role="cell" data-l="{escape(head[n])}">{_inline(cell, link)}</td>' for n, cell in enumerate(row[: len(head)]))
        + "</tr>"
        for row in body
    )
    return (
        f'<table class="cards" role="table"><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{told}</tbody></table>'
    )


def _inline(text: str, link: Callable[[str], str]) -> str:
    out, at = list[str](), 0
    for found in INLINE.finditer(text):
        out.append(escape(text[at : found.start()], quote=False))
        at = found.end()
        code, strong, words, href = found.groups()
        if code is not None:
            out.append(f"<code>{escape(code)}</code>")
        elif strong is not None:
            out.append(f"<strong>{_inline(strong, link)}</strong>")
        else:
            out.append(f'<a href="{escape(link(href))}">{escape(words, quote=False)}</a>')
    return "".join([*out, escape(text[at:], quote=False)])
