"""The two steps of an act that need rooms to the left of the record, handed over once."""

from dinhlang.ground.duties.project import apply
from dinhlang.ground.people.authorise import authorise
from dinhlang.ground.record.act import wire

wire(authorise=authorise, project=apply)
