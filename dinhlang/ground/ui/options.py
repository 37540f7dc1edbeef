"""Lists of choices, drawn without a template for each choice: a form of a commune has thousands of them.

Promises: to the letter what Django's own templates make of the same widget. Refuses widgets it does not know: `draw` says None, and
the templates draw them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_FOLDER = "django/forms/widgets/"
_BOXES = {f"{_FOLDER}checkbox_option.html", f"{_FOLDER}radio_option.html"}


def draw(template: str, widget: Mapping[str, Any]) -> SafeString | None:
    """The HTML of the widget that `template` would draw, given what its `get_context` made; None where the template is to draw it."""
    shape, options = _SHAPES.get(template, (None, frozenset[str]()))
    if shape is None or any(one["template_name"] not in options for _name, group, _n in widget["optgroups"] for one in group):
        return None
    return mark_safe(shape(widget))  # noqa: S308  (each part was escaped)


def _boxes(widget: Mapping[str, Any]) -> str:
    attrs = widget["attrs"]
    own = "".join(f' {name}="{conditional_escape(attrs[name])}"' for name in ("id", "class") if attrs.get(name))
    groups = []
    for name, options, _index in widget["optgroups"]:
        begins, ends = (f"\n  <div><label>{_text(name)}</label>", "\n  </div>") if name else ("", "")
        groups.append(begins + "".join(f"<div>\n    {_box(one)}</div>" for one in options) + ends)
    return f"<div{own}>{''.join(groups)}\n</div>"


def _box(option: Mapping[str, Any]) -> str:
    value = "" if option["value"] is None else f' value="{conditional_escape(str(option["value"]))}"'
    field = f'<input type="{option["type"]}" name="{conditional_escape(option["name"])}"{value}{_attrs(option["attrs"])}>\n'
    if option.get("wrap_label"):
        own = option["attrs"].get("id")
        whose = f' for="{conditional_escape(own)}"' if own else ""
        field = f"<label{whose}>{field} {_text(option['label'])}</label>"
    return f"{field}\n\n"


def _select(widget: Mapping[str, Any]) -> str:
    groups = []
    for name, options, _index in widget["optgroups"]:
        begins, ends = (f'\n  <optgroup label="{_text(name)}">', "\n  </optgroup>") if name else ("", "")
        groups.append(begins + "".join(f"\n  {_line(one)}" for one in options) + ends)
    return f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget["attrs"])}>{"".join(groups)}\n</select>'


def _line(option: Mapping[str, Any]) -> str:
    value = conditional_escape(str(option["value"]))
    return f'<option value="{value}"{_attrs(option["attrs"])}>{_text(option["label"])}</option>\n'


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in attrs.items()
        if value is not False
    )


def _text(value: Any) -> str:
    """As a template says a value: numbers as the language writes them."""
    return conditional_escape(localize(value))


_SHAPES: Mapping[str, tuple[Callable[[Mapping[str, Any]], str], frozenset[str]]] = {
    f"{_FOLDER}checkbox_select.html": (_boxes, frozenset(_BOXES)),
    f"{_FOLDER}radio.html": (_boxes, frozenset(_BOXES)),
    f"{_FOLDER}select.html": (_select, frozenset({f"{_FOLDER}select_option.html"})),
}
