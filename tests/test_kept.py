"""A beginning that was laid down is one that others may write on."""

import pytest
from django.db import connection

from dinhlang.ground.record.models import VaultKey
from tests import kept


@pytest.mark.django_db
@pytest.mark.on_postgresql
def test_numbers_go_on_after_what_was_laid_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that was played back, or a number drawn anew, must not take a number of the beginning a second time."""
    monkeypatch.setattr(kept, "_kept", {})

    def build() -> None:
        VaultKey.objects.create(hash=b"1" * 32, name="one", key=b"1")

    kept.begin("two keys", build)
    VaultKey.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE record_vaultkey_id_seq RESTART")
    kept.begin("two keys", build)
    kept_id = VaultKey.objects.get().id
    assert VaultKey.objects.create(hash=b"2" * 32, name="two", key=b"2").id > kept_id
