"""What notices say, in the reader's language, made from ids when they are read; nothing of it is ever sent outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_
from dinhlang.ground.duties import present
from dinhlang.ground.notices import channels, policy
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import rulebooks
from dinhlang.ground.rolls.kinds import TITLES
from dinhlang.ground.rolls.views.slips import REASON_WORDS
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse

KINDS = {
    "confirm-asked": N_("A form waits for my confirmation"),
    "confirm-settled": N_("What I asked for was confirmed or declined"),
    "mandate-begins": N_("An office of mine begins"),
    "mandate-ends": N_("An office of mine ends"),
    "account-renewed": N_("Password and factors of my account are taken away"),
    "duties-due": N_("What is due or late, once a day"),
    "duty-urged": N_("My body is urged about a duty"),
    "duty-handed": N_("A duty is given into my hands"),
    "list-looked": N_("Somebody looked at a list that I keep"),
    "identity-opened": N_("An office opened who I am"),
    "slip-tried": N_("Somebody tried my household's slip again"),
    "slips-revoked": N_("My household's ways in were ended"),
    "slips-many": N_("Many access slips were used at once"),
    "meeting-called": N_("A meeting is called"),
}
CHANNELS = {
    policy.PAGE: N_("this page"),
    policy.EMAIL: N_("e-mail"),
    policy.PUSH: N_("browser"),
    policy.SMS: N_("SMS"),
    policy.ZALO: N_("Zalo"),
    policy.GROUP: N_("copied into the group"),
    policy.SHEET: N_("hung up on paper"),
}
WHY = {
    channels.SILENT: N_("nobody answered in time"),
    channels.STATUS: N_("the other side refused it"),
    channels.NONSENSE: N_("the answer could not be understood"),
    channels.REFUSED: N_("it is not set up rightly here"),
    channels.GONE: N_("this browser is not there any more"),
}
FORMS = {
    "people.appoint": N_("giving an office"),
    "people.end_mandate": N_("ending an office"),
    "people.renew": N_("new factors for an account"),
}
BECAME = {"confirmed": N_("It was confirmed: {what}, {body}."), "declined": N_("It was declined: {what}, {body}.")}


@dataclass(frozen=True)
class Said:
    """What a notice says and where it leads, "" for nowhere."""

    text: str
    href: str = ""


Names = Mapping[int, tuple[str, str]]
"""Bodies by id: code and name."""


def _to(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=[str(one) for one in args])
    except NoReverseMatch:
        return ""


def _day(values: Mapping[str, Any]) -> str:
    return format.long_day(date.fromisoformat(values["day"]))


def _body(values: Mapping[str, Any], names: Names, key: str = "body") -> str:
    return names.get(values.get(key) or 0, ("", _("a body that is gone")))[1]


def _code(values: Mapping[str, Any], names: Names) -> str:
    return names.get(values.get("body") or 0, ("", ""))[0]


def _form(values: Mapping[str, Any]) -> str:
    return _(FORMS[values["act"]]) if values["act"] in FORMS else values["act"]


def _asked(values: Mapping[str, Any], names: Names) -> Said:
    text = _("A form waits for your confirmation: %(what)s, %(body)s.") % {"what": _form(values), "body": _body(values, names)}
    return Said(text, _to("pair", values["command"]))


def _settled(values: Mapping[str, Any], names: Names) -> Said:
    text = _(BECAME.get(values["state"], BECAME["confirmed"])).format(what=_form(values), body=_body(values, names))
    return Said(text, _to("pair", values["command"]))


def _begins(values: Mapping[str, Any], names: Names) -> Said:
    said = {"office": office_name(values["office"]), "body": _body(values, names), "day": _day(values)}
    text = _("You hold an office from %(day)s on: %(office)s, %(body)s. If you know nothing of it, tell the operator.") % said
    return Said(text, _to("offices", _code(values, names)))


def _ends(values: Mapping[str, Any], names: Names) -> Said:
    said = {"office": office_name(values["office"]), "body": _body(values, names), "day": _day(values)}
    text = _("Your office ends with %(day)s: %(office)s, %(body)s. Its rights end with it.") % said
    return Said(text, _to("offices", _code(values, names)))


def _renewed(values: Mapping[str, Any], names: Names) -> Said:
    text = _("Password and factors were taken from your account, to begin anew on paper. If you did not ask for it, tell the operator.")
    return Said(text, _to("people_account"))


def _tried(values: Mapping[str, Any], names: Names) -> Said:
    text = _("Somebody tried your household's slip after it had been used. If it was nobody of you, tell the Front's work board.")
    return Said(text, _to("household"))


def _revoked(values: Mapping[str, Any], names: Names) -> Said:
    said = {"office": office_name(values["office"]), "body": _body(values, names), "why": _(REASON_WORDS.get(values["why"], values["why"]))}
    text = _(
        "%(office)s ended your household's ways in, %(body)s: %(why)s. Slip and number open nothing any more; a new slip does. If nobody "
        "of you asked for it, tell the Front's work board or the head of the village."
    )
    return Said(text % said, _to("household"))


def _many(values: Mapping[str, Any], names: Names) -> Said:
    said = {"body": _body(values, names), "n": values["slips"], "minutes": values["minutes"]}
    text = _(
        "Many access slips were used at once, %(body)s: %(n)d within %(minutes)d minutes. Ask some households whether it was they; what is "
        "in strange hands is ended on the page of slips."
    )
    return Said(text % said, _to("slips", _code(values, names)))


def _due(values: Mapping[str, Any], names: Names) -> Said:
    late, soon = values["late"], values["soon"]
    parts = []
    if late:
        parts.append(ngettext("%(n)d thing is late", "%(n)d things are late", late) % {"n": late})
    if soon:
        parts.append(ngettext("%(n)d thing is due in the next days", "%(n)d things are due in the next days", soon) % {"n": soon})
    return Said(f"{_body(values, names)}: {', '.join(parts)}.", _to("desk"))


def _duty(values: Mapping[str, Any]) -> str:
    duty = rulebooks.current().duties.get(values["rule"])
    return present.said(duty.subject) if duty is not None else values["rule"]


def _urged(values: Mapping[str, Any], names: Names) -> Said:
    said = {"seat": _body(values, names, "seat"), "body": _body(values, names), "duty": _duty(values)}
    text = _("%(seat)s urges %(body)s: %(duty)s.") % said
    return Said(text, _to("why", _code(values, names), values["rule"], values["occasion"]))


def _handed(values: Mapping[str, Any], names: Names) -> Said:
    text = _("A duty of %(body)s is in your hands now: %(duty)s.") % {"body": _body(values, names), "duty": _duty(values)}
    return Said(text, _to("why", _code(values, names), values["rule"], values["occasion"]))


def _looked(values: Mapping[str, Any], names: Names) -> Said:
    said = {"office": office_name(values["office"]), "list": _(TITLES[values["roll"]]), "body": _body(values, names)}
    text = _("%(office)s looked at a list that you keep: %(list)s, %(body)s. The reason stands beside the list.") % said
    return Said(text, _to("roll", _code(values, names), values["roll"]))


def _opened(values: Mapping[str, Any], names: Names) -> Said:
    said = {"office": office_name(values["office"]), "body": _body(values, names)}
    return Said(_("%(office)s of %(body)s opened who you are. The act, with its reason, stands sealed in the record.") % said)


def _called(values: Mapping[str, Any], names: Names) -> Said:
    said = {"body": _body(values, names), "day": _day(values), "place": values.get("place", ""), "title": values.get("title", "")}
    if not said["title"]:  # its words were erased
        return Said(_("%(body)s: meeting on %(day)s.") % said, _to("body", _code(values, names)))
    text = _("%(body)s: meeting on %(day)s, %(place)s. %(title)s. Every household is asked to send somebody.") % said
    return Said(text, _to("body", _code(values, names)))


SENTENCES: Mapping[str, Callable[[Mapping[str, Any], Names], Said]] = {
    "confirm-asked": _asked,
    "confirm-settled": _settled,
    "mandate-begins": _begins,
    "mandate-ends": _ends,
    "account-renewed": _renewed,
    "duties-due": _due,
    "duty-urged": _urged,
    "duty-handed": _handed,
    "list-looked": _looked,
    "identity-opened": _opened,
    "slip-tried": _tried,
    "slips-revoked": _revoked,
    "slips-many": _many,
    "meeting-called": _called,
}


def say(kind: str, values: Mapping[str, Any], names: Names) -> Said:
    """The sentence of a notice."""
    return SENTENCES[kind](values, names)
