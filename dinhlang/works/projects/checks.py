"""What may stand in the list: each check raises the sentence that says what to change."""

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties.acts import slug

BASIS = "Law 10/2022/QH15 Art. 11(3)"


def check_body(body: Place) -> None:
    """Lists are those of communes here."""
    if body.kind != "commune":
        raise Refused(N_("Only a commune has a list of projects here."), basis=BASIS)


def check_name(name: str) -> str:
    """What the project is called among those of its body. Refused for no name."""
    if not any(sign.isalnum() for sign in name):
        raise Refused(N_("A project needs a name."))
    return slug(name)


def check_amounts(name: str, most: int, *amounts: int | None) -> None:
    """No amount is below nothing, none beyond what only a wrong unit explains."""
    for amount in amounts:
        if amount is not None and amount < 0:
            raise Refused(N_("“{name}”: an amount is less than nothing."), {"name": name})
        if amount is not None and amount > most:
            raise Refused(
                N_("“{name}”: {amount} đồng is more than a commune's project can cost. Check the unit of the file."),
                {"name": name, "amount": amount},
            )


def check_years(name: str, first: int | None, last: int | None) -> None:
    """A project does not end before it begins."""
    if first is not None and last is not None and last < first:
        raise Refused(N_("“{name}” would end in {last}, before it begins in {first}."), {"name": name, "first": first, "last": last})
