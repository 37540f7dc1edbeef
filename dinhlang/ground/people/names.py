"""Which account somebody means who types a name or a telephone number.

Promises: every spelling of a number is one number, so that tries are counted together. Refuses: to tell whether anybody has it.
"""

import unicodedata

from django.contrib.auth.models import User

from dinhlang.core import phone
from dinhlang.ground.people.models import Phone


def account_name(typed: str) -> str:
    """The account's name where `typed` is its name or its telephone; otherwise what was typed, a number in its one spelling."""
    text = unicodedata.normalize("NFKC", typed).strip()
    number = phone.normal(text)
    if number is None:
        return text
    if User.objects.filter(username__iexact=text).exists():
        return text
    return Phone.objects.filter(number=number).values_list("account__username", flat=True).first() or number
