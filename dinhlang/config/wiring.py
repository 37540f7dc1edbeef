"""The steps of an act that need rooms to the left of the record, handed over once, and how jobs of each kind are done."""

from dinhlang.ground.duties.project import apply
from dinhlang.ground.jobs import queue
from dinhlang.ground.notices import deliver, digest, emails
from dinhlang.ground.notices.telling import tell
from dinhlang.ground.people import denounced
from dinhlang.ground.people.authorise import authorise
from dinhlang.ground.record.act import wire
from dinhlang.works.reception.reads import received

wire(authorise=authorise, project=apply, tell=tell)
denounced.wire(received)
queue.register(deliver.KIND, deliver.WORK)
queue.register(digest.BODY, digest.BODY_WORK)
queue.register(digest.MANDATES, digest.MANDATES_WORK)
for kind, work in emails.WORKS.items():
    queue.register(kind, work)
