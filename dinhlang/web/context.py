"""What every page's frame needs, without a query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dinhlang.core.actor import Voice
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import SiteInfo

PROVINCE = 2  # digits of a province's code


def other_language(request: HttpRequest) -> str:
    """The same page in the other language."""
    path = request.get_full_path()
    if path.startswith("/en/"):
        return path[3:]
    return f"/en{path}"


def _signed_in(resident: bool, household: bool) -> str:
    return _("My household") if household else _("Resident") if resident else ""


def site(request: HttpRequest) -> dict[str, Any]:
    """Context variables `site` and `other_language_href`."""
    holder = getattr(request, "holder", None)
    home = settings.HOME_BODY
    actor = getattr(request, "actor", None)
    resident = isinstance(actor, Voice)
    household = isinstance(actor, Voice) and actor.household is not None
    return {
        "site": SiteInfo(
            name=settings.SITE_NAME,
            place=settings.SITE_PLACE,
            demo=settings.DEMO,
            home_href=reverse("home"),
            body_href=reverse("body", args=[home]) if home else "",
            of_province=len(home) == PROVINCE,
            record_href=reverse("record"),
            rules_href=reverse("rules"),
            figures_href=reverse("figures-home") if home else "",
            desk_href=reverse("desk") if holder is not None else "",
            notices_href=reverse("notices") if holder is not None or resident else "",
            sign_in_href=reverse("household") if household else reverse("demo") if settings.DEMO else reverse("account_login"),
            sign_out_href=reverse("account_logout") if holder is not None or household else "",
            account_href=reverse("people_account") if holder is not None else "",
            proof_href=reverse("proof"),
            handbook_href=reverse("handbook"),
            personal_href=reverse("personal"),
            feed_href=reverse("feed"),
            signed_in_as=f"{holder.name} · {holder.office_name}" if holder is not None else _signed_in(resident, household),
        ),
        "other_language_href": other_language(request) if request.method == "GET" else "",
    }
