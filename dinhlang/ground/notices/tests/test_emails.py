"""An official's e-mail address: confirmed by a link that is sent there, told when it is left, and never a way in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dinhlang.ground.jobs import queue
from dinhlang.ground.jobs.models import Job
from dinhlang.ground.notices import addresses, channels, emails, policy
from dinhlang.ground.people.acts import erasing
from dinhlang.ground.people.models import Change, Told
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.people.tests.town import AT, PASSWORD, Town, code_of, make_town, official, sign_in
from dinhlang.ground.personal.models import Restriction
from dinhlang.ground.record import clock

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "lan.thi@example.vn"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Town:
    """A house that sends e-mail, to a box of the test's own."""
    cache.clear()
    settings.NOTICE_SENDER, settings.EMAIL_HOST = channels.DOOR, "mail.example"
    settings.ALLOWED_HOSTS = ["testserver"]
    monkeypatch.setattr(queue, "WORKS", dict(emails.WORKS))
    return make_town(monkeypatch)


@pytest.fixture
def lan(client: Client, town: Town) -> Client:
    """Who holds an office, signed in with both factors."""
    sign_in(client, official())
    return client


def give(client: Client, text: str) -> tuple[int, str]:
    answer = client.post(reverse("notice-email"), {"email": text})
    return answer.status_code, unescape(answer.content.decode())


def work(later: timedelta = timedelta()) -> None:
    queue.run(lambda: AT + later)


def link() -> str:
    """The path in the newest message."""
    return re.findall(r"https://testserver(/\S+)", str(mail.outbox[-1].body))[-1]


def in_use() -> tuple[str, str]:
    user = User.objects.get(username="lan")
    return user.email, addresses.addresses_of(addresses.account(user.pk), AT.date()).email


def confirmed(client: Client, address: str = ADDRESS) -> None:
    assert give(client, address)[0] == 302
    work()
    assert client.post(link()).status_code == 302


def told() -> list[str]:
    return list(Change.objects.order_by("id").values_list("what", flat=True))


def test_it_works(lan: Client) -> None:
    assert give(lan, f" {ADDRESS.upper()} ")[0] == 302
    assert in_use() == ("", ""), "nothing is sent to an address that nobody confirmed"
    assert f"{ADDRESS} đang chờ" in unescape(lan.get(reverse("people_account")).content.decode())
    work()
    assert mail.outbox[0].to == [ADDRESS]
    page = lan.get(link())
    assert (page.status_code, ADDRESS in page.content.decode()) == (200, True)
    assert in_use() == ("", ""), "opening the link changes nothing: mail servers open links too"
    assert lan.post(link())["Location"].endswith("#changes")
    assert in_use() == (ADDRESS, ADDRESS)
    assert told() == [Told.MAIL_ASKED, Told.MAIL]
    html = unescape(lan.get(reverse("people_account")).content.decode())
    assert ADDRESS in html
    assert "đang chờ" not in html
    assert lan.post(link()).status_code == 422, "a link works once"


def test_what_goes_out_names_nobody(lan: Client) -> None:
    confirmed(lan)
    assert give(lan, "")[0] == 302
    work()
    for one in mail.outbox:
        text = f"{one.subject} {one.body}"
        for word in ("lan", "Lan", "phường", "Thục Phán", "chức vụ", ADDRESS):
            assert word not in re.sub(r"https?://\S+", "", text), text
    assert all(ADDRESS not in str(job) for job in Job.objects.values_list("payload", flat=True)), "jobs are kept; addresses are not"


def test_the_old_address_is_told_and_forgotten(lan: Client) -> None:
    confirmed(lan)
    confirmed(lan, "moi@example.vn")
    assert in_use()[0] == "moi@example.vn"
    work()
    assert (mail.outbox[-1].to, link()) == ([ADDRESS], reverse("people_account"))
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("moi@example.vn", True, True)]
    assert give(lan, "")[0] == 302
    assert in_use() == ("", "")
    work()
    assert mail.outbox[-1].to == ["moi@example.vn"]
    assert not EmailAddress.objects.exists()
    assert told()[-1] == Told.NO_MAIL
    assert give(lan, "")[0] == 302
    assert told().count(Told.NO_MAIL) == 1, "nothing was there to remove"


@pytest.mark.parametrize(
    "typed", ["lan", "lan@", "@example.vn", "lan@example", "lan example.vn", "đặng@example.vn", "a@b.vn\nBcc: x@y.vn", "a" * 250 + "@b.vn"]
)
def test_what_is_no_address_is_said_and_stays(lan: Client, typed: str) -> None:
    status, html = give(lan, typed)
    assert status == 422
    assert typed.splitlines()[0][:40] in html
    assert not EmailAddress.objects.exists()
    assert told() == []


def test_another_accounts_address_is_refused_when_it_is_confirmed(lan: Client) -> None:
    """Who asks learns nothing of other accounts; who reads the box does."""
    EmailAddress.objects.create(user=User.objects.create_user("minh", email=ADDRESS), email=ADDRESS, verified=True, primary=True)
    assert give(lan, ADDRESS)[0] == 302
    work()
    answer = lan.post(link())
    assert (answer.status_code, "của tài khoản khác" in unescape(answer.content.decode())) == (422, True)
    assert in_use() == ("", "")


def test_anothers_link_does_nothing(lan: Client, town: Town) -> None:
    assert give(lan, ADDRESS)[0] == 302
    work()
    stranger = Client()
    answer = stranger.get(link())
    assert answer["Location"] == f"{reverse('account_login')}?next={link()}", "who opens it signs in first"
    sign_in(stranger, official("minh"))
    for path in (link(), reverse("notice-email-prove", args=["x:y:z"]), reverse("notice-email-prove", args=[signing.dumps(1)])):
        for answer in (stranger.get(path), stranger.post(path)):
            assert answer.status_code == 422
            assert ADDRESS not in answer.content.decode()
    assert in_use() == ("", "")


def test_who_opens_the_link_signed_out_comes_to_it(town: Town) -> None:
    """On the telephone that reads the mail nobody is signed in yet."""
    secrets, client = official(), Client()
    sign_in(client, secrets)
    assert give(client, ADDRESS)[0] == 302
    work()
    phone = Client()
    cache.clear()
    page = phone.get(phone.get(link())["Location"]).content.decode()
    assert f'name="next" value="{link()}"' in page
    phone.post(reverse("account_login"), {"login": "lan", "password": PASSWORD, "next": link()})
    for step in (0, 1):
        answer = phone.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri, step)})
        if answer.status_code == 302:
            break
    assert answer["Location"] == link()
    assert phone.post(link()).status_code == 302
    assert in_use()[0] == ADDRESS


def test_a_change_asks_for_the_factor_again(lan: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=11))
    for path in (reverse("notice-email"), reverse("notice-email-prove", args=[emails.token(1)])):
        for answer in (lan.get(path), lan.post(path, {"email": ADDRESS})):
            assert answer["Location"].startswith(reverse("people_step_up"))
    assert not EmailAddress.objects.exists()


def test_an_address_that_nobody_confirms_is_forgotten(lan: Client) -> None:
    assert give(lan, ADDRESS)[0] == 302
    work()
    work(timedelta(days=policy.values().email_waits_days, minutes=1))
    assert not EmailAddress.objects.exists()
    assert lan.post(link()).status_code == 422


def test_a_newer_address_ends_the_older_link(lan: Client) -> None:
    assert give(lan, ADDRESS)[0] == 302
    work()
    first = link()
    assert give(lan, "moi@example.vn")[0] == 302
    assert lan.post(first).status_code == 422
    work()
    assert lan.post(link()).status_code == 302
    assert in_use()[0] == "moi@example.vn"


def test_a_day_has_few_addresses(lan: Client) -> None:
    most = policy.values().emails_a_day
    assert [give(lan, f"a{n}@example.vn")[0] for n in range(most + 1)] == [302] * most + [422]
    assert give(lan, "")[0] == 302, "removing is always possible"


def test_what_cannot_be_delivered_is_said(lan: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise channels.Failed(channels.SILENT)

    monkeypatch.setattr(channels, "send", broken)
    assert give(lan, ADDRESS)[0] == 302
    for hours in range(24):
        work(timedelta(hours=hours))
    assert not EmailAddress.objects.exists()
    assert told() == [Told.MAIL_ASKED, Told.MAIL_FAILED]


def test_a_house_without_e_mail_says_so(lan: Client, settings: LazySettings) -> None:
    settings.EMAIL_HOST = ""
    status, html = give(lan, ADDRESS)
    assert (status, "không gửi thư điện tử" in html) == (422, True)
    assert give(lan, "")[0] == 302


def test_it_is_no_way_in(lan: Client) -> None:
    confirmed(lan)
    other = Client()
    answer = other.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert (answer.status_code, "Tên tài khoản hoặc mật khẩu chưa đúng" in answer.content.decode()) == (200, True)
    for name in ("account_reset_password", "account_email", "account_confirm_email", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    work()
    assert len(mail.outbox) == 1, "signing in sends nothing"


def test_taking_consent_back_takes_the_address_in_use(lan: Client) -> None:
    confirmed(lan)
    user = User.objects.get(username="lan")
    assert erasing.erase_mail(Subject("account", str(user.pk)), AT) == 1
    assert in_use() == ("", "")


def test_a_restricted_address_is_told_nothing_when_it_is_left(lan: Client) -> None:
    confirmed(lan)
    user = User.objects.get(username="lan")
    Restriction.objects.create(kind="account", key=str(user.pk), data="account-mail", at=AT)
    sent = len(mail.outbox)
    assert give(lan, "")[0] == 302
    work()
    assert len(mail.outbox) == sent
    assert not EmailAddress.objects.exists()
