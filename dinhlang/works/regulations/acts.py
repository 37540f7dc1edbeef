"""The act by which a commune's own regulation binds."""

from collections.abc import Sequence
from datetime import datetime

from dinhlang.core.rules import Layer
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import layers
from dinhlang.ground.duties.effects import Regulate
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.regulations import checks


@act("regulation.adopt", rows=False)
def adopt(*, who: Who, at: datetime, body: int | None, layer: Layer, attachments: Sequence[Attachment] = ()) -> Draft:
    """Let a commune's own regulation bind: what it adds to the law. Who: the chair. Basis: Art. 11(4), 11(14), 13(6).

    It counts from its own first day, or from tomorrow where that has come, for decisions dated from then on; clocks that run keep the
    days and forms they have. A later regulation takes its place from its day; the old one stays readable.
    """
    today = clock.local_day(at)
    one = bodies.place(body or 0, today)
    checks.check_commune(one, layer)
    checks.check_dated(layer, today, one)
    checks.check_stricter(layer, rulebooks.current())
    checks.check_new(layer, layers.of_body(one.id))
    first = checks.first_day(layer, today)
    public = {"number": layer.number, "dated": layer.dated.isoformat(), "counts": first.isoformat(), "digest": layer.hash.hex()}
    return Draft(new_subject(), {"public": public}, (Regulate(first, layer.as_value()),), attachments=tuple(attachments))
