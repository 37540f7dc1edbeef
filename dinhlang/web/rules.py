"""The rulebook for people and programs: the browser, one rule, a kind of body, what changed, what is covered, the book as files.

Promises: every address answers whatever is asked of it, with a sentence where the question makes no sense and with what was typed;
the files are those that were adopted, to the byte. Refuses: to choose words or rules; `rulepages`, `rulepage` and `rulewords` do.
"""

import gzip
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Right, Rulebook, look, plain
from dinhlang.ground.duties import confirmed, present
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import DayField
from dinhlang.web import rulepage, rulepages
from dinhlang.web import rulewords as words

LONGEST = 120  # signs of a search
HASH = re.compile(r"[0-9a-f]{64}")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
NO_DAY = N_("“%(typed)s” is no day. Write it as day/month/year, for example 25/3/2026.")


def confirmations(book: Rulebook) -> rulepage.Confirmations:
    """The wordings that the province confirmed, as it stands today, by their hashes."""
    return {
        wording: rulepage.Confirmation(
            one.day,
            office_name(one.by or "console", book),
            present.document_word(one),
            reverse("entry", args=[one.address]) if one.address else "",
        )
        for wording, one in confirmed.law(clock.today()).by_wording.items()
    }


# --- what is asked ----------------------------------------------------------------------------------------------------


class _Day(DayField):
    """A day that may be left out; one that is none is quoted in the sentence."""

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError with what was typed."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(_(NO_DAY) % {"typed": str(value)[:40]}) from error


class _Choice(forms.ChoiceField):
    """One of a list; another word is quoted in the sentence."""

    def validate(self, value: Any) -> None:
        """Refuse a word that is not in the list."""
        if value and not self.valid_value(value):
            raise forms.ValidationError(_("“%(typed)s” is not in this list. Choose from it.") % {"typed": str(value)[:40]})


class Search(forms.Form):
    """What may be asked of the browser; all of it may be left out."""

    def __init__(self, given: QueryDict, book: Rulebook) -> None:
        super().__init__(given)
        kinds = [(kind, present.kind_word(kind)) for kind in rulepages.kinds_with_rules(book)]
        texts = [
            (one, f"{rulepages.instrument_word(book, one)} · {present.said(book.instruments[one].title)}")
            for one in rulepages.instruments_in_order(book)
        ]
        everything = [("", _("all"))]
        self.fields["q"] = forms.CharField(
            required=False, label=_("Article, instrument or words"), widget=forms.TextInput({"type": "search"})
        )
        self.fields["loai"] = _Choice(required=False, label=_("Kind of body"), choices=everything + kinds)
        rights = [(right.value, words.right_word(right)) for right in Right]
        self.fields["quyen"] = _Choice(required=False, label=_("Right of the people"), choices=everything + rights)
        self.fields["van-ban"] = _Choice(required=False, label=_("Instrument"), choices=everything + texts)
        self.fields["tinh-trang"] = _Choice(required=False, label=_("Standing"), choices=list(rulepages.stands().items()))
        self.fields["ngay"] = _Day(required=False, label=_("On which day"), help_text="")

    def clean_q(self) -> str:
        """The search, cut to what is sensible."""
        return str(self.cleaned_data["q"])[:LONGEST]

    def wish(self, today: date) -> rulepages.Wish:
        """What is asked; fields that make no sense ask for nothing."""
        self.is_valid()
        said = {**dict.fromkeys(self.fields), **self.cleaned_data}
        return rulepages.Wish(
            day=said["ngay"] or today,
            query=said["q"] or "",
            kind=said["loai"] or "",
            right=said["quyen"] or "",
            instrument=said["van-ban"] or "",
            stand=said["tinh-trang"] or "",
        )


class Between(forms.Form):
    """Two days."""

    def __init__(self, given: QueryDict | None) -> None:
        super().__init__(given)
        self.fields["tu"] = _Day(label=_("From the day"), help_text="")
        self.fields["den"] = _Day(label=_("To the day"), help_text="")


def _mistakes(form: forms.Form) -> tuple[str, ...]:
    return tuple(str(error) for errors in form.errors.values() for error in errors)


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 1


def _kept(request: HttpRequest, book: Rulebook, template: str, page: Any) -> HttpResponse:
    """The page `page()` drawn by `template`, from the exact cache where nothing was asked."""
    key = cache.key_of(request, book.hash, confirmed.version(), clock.today())
    return cache.exact(request, key, lambda: render(request, template, {"page": page()}))


# --- pages ------------------------------------------------------------------------------------------------------------


def rules(request: HttpRequest) -> HttpResponse:
    """The rule browser."""
    book, today = rulebooks.current(), clock.today()

    def page() -> object:
        form = Search(request.GET, book)
        wish, number = form.wish(today), _page_number(request.GET.get("trang", ""))
        return rulepages.list_page(book, wish, form, number, _mistakes(form), frozenset(confirmations(book)), today=today)

    return _kept(request, book, "pages/rules.html", page)


def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule in plain words, in the wording of the day that `ngay` names."""
    book, today = rulebooks.current(), clock.today()
    if rule not in look.every(book):
        near = ", ".join(look.near(book, rule))
        if near:
            raise NotHere(N_("There is no rule called {rule}. Names near it: {near}."), {"rule": rule[:80], "near": near})
        raise NotHere(N_("There is no rule called {rule}. The list of rules: dinhlang rulebook list"), {"rule": rule[:80]})

    def page() -> object:
        typed, day, mistakes = request.GET.get("ngay", ""), today, tuple[str, ...]()
        if typed:
            try:
                day = _Day().clean(typed) or today
            except forms.ValidationError as error:
                mistakes = tuple(map(str, error.messages))
        return rulepage.rule_page(
            book, rule, day, rulebooks.cases_of(book.hash), confirmations(book), mistakes, rulebooks.choices_of(book.hash)
        )

    return _kept(request, book, "pages/rule.html", page)


def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """What the law asks of a kind of body, to be printed."""
    book, today = rulebooks.current(), clock.today()
    known = rulepages.kinds_with_rules(book)
    if kind not in known:
        told = {"kind": kind[:80], "known": ", ".join(known)}
        raise NotHere(N_("No rule is for a kind of body called {kind}. The kinds: {known}."), told)
    host = next((host for host in settings.ALLOWED_HOSTS if "." in host.strip(".")), "")  # not the visitor's word: the page is kept
    site = f"{host}{request.path}"
    return _kept(request, book, "pages/rules_kind.html", lambda: rulepages.kind_page(book, kind, today, site))


def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the law between two days."""
    book = rulebooks.current()

    def page() -> object:
        form = Between(request.GET if {"tu", "den"} & set(request.GET) else None)
        form.is_valid()
        said: Mapping[str, Any] = getattr(form, "cleaned_data", {})
        mistakes = tuple(f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors)
        return rulepages.changes_page(book, form, said.get("tu"), said.get("den"), mistakes)

    return _kept(request, book, "pages/rules_changes.html", page)


def coverage(request: HttpRequest) -> HttpResponse:
    """How much of the law is held here."""
    book = rulebooks.current()
    return _kept(request, book, "pages/rules_coverage.html", lambda: rulepages.coverage_page(book))


def articles(request: HttpRequest, instrument: str) -> HttpResponse:
    """Every article of an instrument that is covered whole."""
    book = rulebooks.current()
    known = sorted({article.instrument for article in book.articles})
    if instrument not in known:
        told = {"instrument": instrument[:80], "known": ", ".join(known) or "–"}
        raise NotHere(N_("No instrument called {instrument} is covered article by article here. Those that are: {known}"), told)
    return _kept(request, book, "pages/rules_articles.html", lambda: rulepages.articles_page(book, instrument))


# --- the book as files ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def book_json(digest: bytes) -> bytes:
    """The adopted rulebook with this hash as JSON (docs/rulebook-json.md)."""
    return json.dumps(plain.book(rulebooks.of_hash(digest)), ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=2)
def _small_json(digest: bytes) -> bytes:
    return gzip.compress(book_json(digest), 6, mtime=0)


def _digest(asked: str) -> bytes:
    """The hash of the book asked for: the one in force, or the one the address names."""
    if not asked:
        return rulebooks.current().hash
    if not HASH.fullmatch(asked) or rulebooks.bundle(bytes.fromhex(asked)) is None:
        raise NotHere(N_("No rulebook with the hash {hash} was ever adopted here."), {"hash": format.short_hash(asked[:80])})
    return bytes.fromhex(asked)


def _file(request: HttpRequest, body: bytes, small: bytes | None, kind: str, tag: str, for_ever: bool) -> HttpResponse:
    """A file that never changes under its tag; compressed where `small` is given and wanted."""
    squeezed = small is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    answer: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(small if squeezed else body, content_type=kind)
        if squeezed:
            answer["Content-Encoding"] = "gzip"
    answer["ETag"] = tag
    answer["Cache-Control"] = FOR_EVER if for_ever else ASK_AGAIN
    answer["Vary"] = "Accept-Encoding"
    answer["Access-Control-Allow-Origin"] = "*"  # whoever compares two books may be a page of somebody else's
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def as_json(request: HttpRequest, digest: str = "") -> HttpResponse:
    """The rulebook as JSON."""
    found = _digest(digest)
    tag = f'W/"{found.hex()}-{plain.FORMAT.rpartition("/")[2]}"'
    return _file(request, book_json(found), _small_json(found), "application/json", tag, bool(digest))


@require_safe
def as_zip(request: HttpRequest, digest: str = "") -> HttpResponse:
    """The TOML files as they were adopted."""
    found = _digest(digest)
    answer = _file(request, rulebooks.bundle(found) or b"", None, "application/zip", f'"{found.hex()}"', bool(digest))
    answer["Content-Disposition"] = 'attachment; filename="bo.zip"'
    return answer
