"""A value held against a JSON schema (draft 4), by the words of it that the schemas here use.

Promises: every breach as a line that names its place. Refuses: a schema with a word it does not know, rather than to let it pass.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "object": (dict,), "array": (list,), "number": (int, float), "integer": (int,), "boolean": (bool,),
    "null": (type(None),),
}  # fmt: skip
SAID = {"title", "description", "default", "$schema", "id", "versionId", "definitions", "codelist", "openCodelist"}
KNOWN = SAID | {
    "type", "enum", "format", "pattern", "minLength", "minimum", "minItems", "uniqueItems", "minProperties", "required", "properties",
    "items", "$ref",
}  # fmt: skip


def schema(*parts: str) -> Any:
    """A schema of this folder."""
    return json.loads(HERE.joinpath(*parts).read_text(encoding="utf-8"))


def breaches(value: Any, rule: Any, known: Mapping[str, Any], root: Any = None, at: str = "$") -> Iterator[str]:
    """How `value` breaks `rule`; `known` are other schemas by their address, `root` is the one that `rule` is part of."""
    whole = rule if root is None else root
    if "$ref" in rule:
        address, _hash, path = rule["$ref"].partition("#")
        target = known[address] if address else whole
        outer = target
        for step in filter(None, path.split("/")):
            target = target[step]
        yield from breaches(value, target, known, outer, at)
        return
    if unknown := set(rule) - KNOWN:
        raise NotImplementedError(f"{at}: the schema says {sorted(unknown)}")
    yield from _plain(value, rule, at)
    if isinstance(value, dict):
        for name in sorted(set(rule.get("required", ())) - set(value)):
            yield f"{at}: {name} is missing"
        for name, inside in value.items():
            if name in rule.get("properties", {}):
                yield from breaches(inside, rule["properties"][name], known, whole, f"{at}.{name}")
            elif "properties" in rule:
                yield f"{at}: {name} is not of the standard"
    if isinstance(value, list) and "items" in rule:
        for n, inside in enumerate(value):
            yield from breaches(inside, rule["items"], known, whole, f"{at}[{n}]")


def _plain(value: Any, rule: Any, at: str) -> Iterator[str]:
    types = rule.get("type", [])
    types = [types] if isinstance(types, str) else types
    fits = [isinstance(value, TYPES[one]) and (one == "boolean" or not isinstance(value, bool)) for one in types]
    if types and not any(fits):
        yield f"{at}: {value!r} is no {types}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is not on the list"
    if isinstance(value, str):
        if len(value) < rule.get("minLength", 0):
            yield f"{at}: too short"
        if "pattern" in rule and not re.search(rule["pattern"], value):
            yield f"{at}: {value!r} is not {rule['pattern']}"
        if not _formatted(value, rule.get("format", "")):
            yield f"{at}: {value!r} is no {rule['format']}"
    if isinstance(value, int | float) and value < rule.get("minimum", value):
        yield f"{at}: {value!r} is too small"
    if isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            yield f"{at}: too few"
        if rule.get("uniqueItems") and len({json.dumps(one, sort_keys=True) for one in value}) < len(value):
            yield f"{at}: one stands there twice"
    if isinstance(value, dict) and len(value) < rule.get("minProperties", 0):
        yield f"{at}: too little"


def _formatted(value: str, kind: str) -> bool:
    if kind == "date-time":
        try:
            return datetime.fromisoformat(value).tzinfo is not None and "T" in value
        except ValueError:
            return False
    return kind != "uri" or bool(urlsplit(value).scheme)
