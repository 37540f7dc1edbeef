"""The sign-in library's own OpenID Connect provider as a program of its own: `python tests/provider.py FOLDER BACK`.

The folder holds `tls.pem` (certificate and key for HOST) and `signing.pem`; it prints the port and serves until it is ended. It knows the
persons PEOPLE and, as a client, the house, to which it sends people back at the address BACK. Nothing of the house is imported: what it
says, another program says.
"""

import os
import ssl
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

HOST = "id.example"
CLIENT, SECRET = "dinh-lang", "mot bi mat: +%&"
PEOPLE = ("nong.thi.lan", "hoang.van.minh")


def configure(folder: Path) -> None:
    """A site that is nothing but a provider."""
    settings.configure(
        SECRET_KEY="p" * 60,
        ALLOWED_HOSTS=[HOST],
        USE_TZ=True,
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        IDP_OIDC_PRIVATE_KEY=(folder / "signing.pem").read_text(),
    )  # fmt: skip
    django.setup()


def addresses() -> list[Any]:
    """The provider's own, and a door by which a test's person signs in there."""
    from django.contrib.auth import login  # noqa: PLC0415  (models exist once the settings do)
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.http import HttpRequest, HttpResponse  # noqa: PLC0415
    from django.urls import include, path  # noqa: PLC0415

    def enter(request: HttpRequest, who: str) -> HttpResponse:
        login(request, User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponse("in")

    return [path("enter/<str:who>/", enter), path("", include("allauth.idp.urls"))]


def people(back: str) -> None:
    """The tables, the persons and the client."""
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, email=f"{name}@example.vn")
    client = Client(id=CLIENT, name="Đình Làng", scopes="openid\nprofile", redirect_uris=back, skip_consent=True)
    client.set_secret(SECRET)
    client.save()


class Server(ThreadingMixIn, WSGIServer):
    """Several at a time: a browser holds a line open while the house asks."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Without a log of what was asked."""

    def log_message(self, *args: Any) -> None:
        """Nothing."""


def main(folder: Path, back: str) -> None:
    """Serve."""
    configure(folder)
    people(back)
    globals()["urlpatterns"] = addresses()
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    server.base_environ["HTTPS"] = "on"
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(folder / "tls.pem")
    server.socket = own.wrap_socket(server.socket, server_side=True)
    os.write(1, f"{server.server_port}\n".encode())
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
