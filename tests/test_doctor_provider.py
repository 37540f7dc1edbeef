"""What the doctor says of an outside identity provider, and what the settings refuse before anything is served."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from dinhlang.ground.files.outward import Answer
from dinhlang.ground.people.tests.issuer import ISSUER, Issuer, open_slot
from dinhlang.ground.people.tests.town import AT
from dinhlang.web import health
from dinhlang.web.health import Level

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Issuer:
    return open_slot(monkeypatch, settings, tmp_path)


def said() -> list[tuple[Level, str]]:
    found = list(health._provider(AT))
    assert all(one.what_to_do or one.level is Level.FINE for one in found)
    return [(one.level, one.said) for one in found]


def test_it_works(issuer: Issuer) -> None:
    assert said() == [(Level.FINE, "VNeID answers, with the code flow, PKCE and 1 keys.")]


def test_without_the_slot_nothing_is_said_and_nobody_asked(issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_ISSUER = ""
    assert said() == []
    assert issuer.asked == []


def _document(**change: object) -> Callable[[Issuer, LazySettings], None]:
    return lambda issuer, settings: issuer.document.update(change)


def _away(issuer: Issuer, settings: LazySettings) -> None:
    issuer.away = lambda url: True


def _no_keys_there(issuer: Issuer, settings: LazySettings) -> None:
    issuer.raw = lambda url: Answer(404, "", b"") if url.endswith("/keys") else None


def _no_keys(issuer: Issuer, settings: LazySettings) -> None:
    issuer.keys = {"keys": [{"kty": "oct", "k": "a2s"}, 7]}


def _no_secret(issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_SECRET_FILE.write_text("\n")


def _open_secret(issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_SECRET_FILE.chmod(0o644)


FAULTS: dict[str, tuple[Callable[[Issuer, LazySettings], None], Level, str]] = {
    "away": (_away, Level.STOP, "does not answer"),
    "another issuer": (_document(issuer="https://evil.example"), Level.STOP, "could not be had"),
    "a host not listed": (_document(token_endpoint="https://evil.example/token"), Level.STOP, "could not be had"),
    "no keys there": (_no_keys_there, Level.STOP, "could not be had"),
    "no key of ours": (_no_keys, Level.STOP, "no key of a kind"),
    "no code flow": (_document(response_types_supported=["id_token"]), Level.STOP, "code flow"),
    "no PKCE": (_document(code_challenge_methods_supported=["plain"]), Level.LOOK, "PKCE"),
    "PKCE not said": (_document(code_challenge_methods_supported=None), Level.LOOK, "PKCE"),
    "no secret": (_no_secret, Level.STOP, "cannot be read or is empty"),
    "a secret that others read": (_open_secret, Level.STOP, "can read oidc-secret"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_found(issuer: Issuer, settings: LazySettings, fault: str) -> None:
    plant, level, words = FAULTS[fault]
    plant(issuer, settings)
    assert any(one == level and words in text for one, text in said())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ISSUER": "http://id.example"}, "must begin with https://"),
        ({"ISSUER": "https://"}, "name a host"),
        ({"CLIENT_ID": ""}, "DINHLANG_OIDC_CLIENT_ID"),
        ({"SECRET_FILE": ""}, "DINHLANG_OIDC_SECRET_FILE"),
        ({"SCOPES": "profile"}, "openid"),
        ({"ASSURANCE": "acr"}, "claim=value"),
        ({"ASSURANCE": "=loa3"}, "claim=value"),
        ({"ASSURANCE": "acr= , "}, "claim=value"),
        ({}, ""),
    ],
)
def test_half_a_setting_is_refused_at_the_start(change: dict[str, str], words: str) -> None:
    whole = {"ISSUER": ISSUER, "CLIENT_ID": "dinhlang", "SECRET_FILE": "secret", "ASSURANCE": "acr=loa3"} | change
    env = {**os.environ, "DINHLANG_BUILD": "1", "DINHLANG_DEMO": "", **{f"DINHLANG_OIDC_{name}": value for name, value in whole.items()}}
    done = subprocess.run(
        [sys.executable, "-c", "import dinhlang.config.settings"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == (not words), done.stderr
    assert words in done.stderr
