"""Is a page good HTML? A small judge of its own: what is opened is closed, ids are single, names that are pointed at are there, lists and
tables hold what they may, a paragraph holds no block. It knows what this house writes, not the whole standard."""

import re
from html.parser import HTMLParser

# fmt: off
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Written without closing tags where HTML lets them be left out: the next of them, or the end of the parent, closes them.
MAY_STAY_OPEN = {
    "p": {"p"}, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr"}, "td": {"td", "th"}, "th": {"td", "th"},
    "option": {"option"},
}
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
})
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup"},
}
ONLY_IN = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot", "table"}, "summary": {"details"},
    "figcaption": {"figure"}, "legend": {"fieldset"}, "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "option": {"select", "optgroup"},
}
# fmt: on
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class _Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[str] = []
        self.found: list[str] = []
        self.svg = 0

    def say(self, text: str) -> None:
        line, column = self.getpos()
        self.found.append(f"{line}:{column}: {text}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if len(named) != len(attrs):
            self.say(f"<{tag}> says something twice")
        self.ids += [named["id"] or ""] if "id" in named else []
        self.wanted += [word for name in POINTERS for word in (named.get(name) or "").split()]
        if tag == "img" and "alt" not in named:
            self.say("a picture without words")
        if tag == "a" and "a" in self.open:
            self.say("a link in a link")
        if not self.svg:
            self._place(tag)
        if tag == "svg":
            self.svg += 1
        if tag not in VOID:
            self.open.append(tag)

    def _place(self, tag: str) -> None:
        while self.open and tag in MAY_STAY_OPEN.get(self.open[-1], set()):
            self.open.pop()
        parent = self.open[-1] if self.open else ""
        if parent == "p" and tag in BLOCKS:
            self.say(f"<{tag}> in a paragraph")
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self.say(f"<{tag}> in <{parent}>")
        if tag in ONLY_IN and parent not in ONLY_IN[tag]:
            self.say(f"<{tag}> outside {sorted(ONLY_IN[tag])}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.svg:
            self.ids += [value or "" for name, value in attrs if name == "id"]
        else:
            self.handle_starttag(tag, attrs)
            if tag not in VOID:
                self.say(f"<{tag}/> closes nothing in HTML")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in MAY_STAY_OPEN and tag in self.open:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.say(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
            return
        self.open.pop()
        if tag == "svg":
            self.svg -= 1

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in CHILDREN and data.strip():
            self.say(f"words in <{self.open[-1]}>: {data.strip()[:40]}")


def mistakes(page: str) -> list[str]:
    """What is wrong with a page, each with line and column; [] for a good one."""
    judge = _Judge()
    judge.feed(page)
    judge.close()
    found = judge.found + [f"<{tag}> is never closed" for tag in judge.open if tag not in MAY_STAY_OPEN]
    found += [f"two elements with the id {name}" for name in {one for one in judge.ids if judge.ids.count(one) > 1}]
    found += [f"nothing has the id {name}" for name in set(judge.wanted) - set(judge.ids)]
    if not re.match(r"\s*<!doctype html>", page, re.IGNORECASE):
        found.append("no doctype")
    if not re.search(r"<html lang=\"[a-z]{2}\"", page) or not re.search(r"<title>[^<]+</title>", page):
        found.append("no language, or no title")
    return found
