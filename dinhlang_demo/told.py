"""Notices of the demonstration, one in each state: sent, failed, tried again, read, without an address, copied by hand, not hung up yet.

Promises: the day's digest is the house's own; addresses are invented, lie in `.invalid`, and what goes out is written to files.
"""

from datetime import date, timedelta

from django.contrib.auth import get_user_model

from dinhlang.ground.jobs import queue
from dinhlang.ground.notices import acts, addresses, digest
from dinhlang.ground.notices.models import Notice
from dinhlang.ground.people.models import Mandate
from dinhlang_demo.story import moment

# whom a message reaches, whose gateway answers 500; the others have no address
EMAILS = {"demo-officer": "cong-chuc@thuc-phan.invalid", "demo-chair": "chu-tich-500@thuc-phan.invalid"}
HEAD = "demo-head"


def tell(day: date) -> None:
    """What the demonstration's officials were told by the evening of `day`."""
    accounts = get_user_model().objects
    for username, email in EMAILS.items():
        accounts.filter(username=username).update(email=email)
    held = Mandate.objects.filter(account__username__startswith="demo-").select_related("account")
    rows = {row.account.get_username(): row for row in held}
    morning = moment(day, 8)
    for row in {one.body_id: one for one in rows.values()}.values():
        finish = digest.of_body({"body": row.body_id, "day": day.isoformat()}, morning)
        if finish is not None:
            finish()
    if HEAD in rows:
        head = rows[HEAD]
        for notice in Notice.objects.filter(to=addresses.body(head.body_id), kind="meeting-called"):
            acts.tick(notice.subject, "group", head.body_id, head.pk, notice.at + timedelta(hours=2))
        acts.seen((addresses.body(head.body_id),), moment(day, 9))
    for minutes in (0, 2, 10):
        queue.run(lambda after=minutes: morning + timedelta(minutes=after))  # type: ignore[misc]
    if "demo-chair" in rows:  # the evening's, which is tried again later
        row, evening = rows["demo-chair"], moment(day, 19)
        values = {"mandate": row.pk, "office": row.office, "body": row.body_id, "day": row.from_day.isoformat()}
        acts.tell("mandate-begins", addresses.account(row.account_id), f"mandate:{row.pk}", evening, values=values)
        queue.run(lambda: evening)
