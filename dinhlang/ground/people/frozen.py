"""The form of an act, frozen as text until a second person confirms it, and thawed to the same values.

Promises: what is confirmed is, sign by sign, what was asked for: the digest covers act, body and every value. Refuses: an act that
does not need two persons, and values that its signature does not name.
"""

import hashlib
import inspect
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record.act import ACTS

NOT_WHOLE = N_("This form is not whole. Open it again and fill it in once more.")
GIVEN = frozenset({"who", "at", "body", "return"})  # by the wrapper of acts, not by a form


@lru_cache(maxsize=64)
def _shape(act: str) -> type[BaseModel]:
    fn = inspect.unwrap(ACTS[act])
    hints = {name: hint for name, hint in get_type_hints(fn).items() if name not in GIVEN}
    given = inspect.signature(fn).parameters
    fields: dict[str, Any] = {
        name: (hint, ... if given[name].default is inspect.Parameter.empty else given[name].default) for name, hint in hints.items()
    }
    config = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")
    return create_model(f"Frozen_{act}", __config__=config, **fields)


def freeze(act: str, payload: Mapping[str, object]) -> str:
    """The values of a form of `act` as text, keys sorted. Raises Refused where the act takes no second person."""
    if act not in safeguards().pairs:
        raise Refused(N_("This takes no second person."))
    try:
        values = _shape(act)(**payload).model_dump(mode="json", exclude_unset=True)
    except ValidationError as error:
        raise Refused(NOT_WHOLE) from error
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def thaw(act: str, text: str) -> dict[str, Any]:
    """The values of `freeze`, typed as the act takes them. Raises Refused where they are not."""
    try:
        shape = _shape(act).model_validate_json(text)
    except ValidationError as error:
        raise Refused(NOT_WHOLE) from error
    return {name: getattr(shape, name) for name in shape.model_fields_set}


def digest_of(act: str, body: int | None, text: str) -> bytes:
    """What the second person confirms: SHA-256 over act, body and the frozen text."""
    return hashlib.sha256(json.dumps([act, body, text], ensure_ascii=False).encode()).digest()
