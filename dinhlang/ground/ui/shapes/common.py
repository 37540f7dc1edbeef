"""What every page stands on: the site, links, fields, marks."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class SiteInfo:
    """The house itself, on every page (context variable `site`). `designated` is the decision that makes this site the
    official place of publication, "" where it is only a companion. `demo` puts up the banner of invented acts."""

    name: str
    place: str
    demo: bool = False
    designated: str = ""
    home_href: str = "/"
    body_href: str = ""
    of_province: bool = False
    record_href: str = ""
    rules_href: str = ""
    figures_href: str = ""
    desk_href: str = ""
    notices_href: str = ""
    sign_in_href: str = ""
    sign_out_href: str = ""
    account_href: str = ""
    proof_href: str = ""
    feed_href: str = ""
    handbook_href: str = ""
    personal_href: str = ""
    signed_in_as: str = ""


@dataclass(frozen=True)
class Link:
    """A text and where it leads."""

    text: str
    href: str


@dataclass(frozen=True)
class Field:
    """A name and a value for a small list of facts; `href` links the value."""

    name: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Mark:
    """A caution that travels with a rule or a figure, with the sentence that explains it to a reader; `sure`: no caution, but the
    end of one."""

    word: str
    sentence: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Refusal:
    """A refused act: the sentence, the rule it rests on, what to do instead."""

    sentence: str
    basis: str = ""
    instead: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class MessagePage:
    """A plain page of a few sentences: a refusal outside a form, an empty address, a notice. `near` are pages that may have been meant;
    where `search_href` is given, a search leads there. `typed` is what was in the form that could not be sent."""

    title: str
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()
    basis: str = ""
    near: tuple[Link, ...] = ()
    search_href: str = ""
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoardFoot:
    """The foot of a sheet for the notice board: where the live page is, its QR code, the digest of what was printed."""

    url: str
    qr: SafeString
    digest: str
    as_of: str = ""
