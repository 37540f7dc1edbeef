"""The page that a phone keeps for halls without network, and the worker that answers for it there.

Promises: the page is the same for everybody and holds nothing of any meeting; what a meeting needs is fetched into the phone by whoever
opened a kit. Script, sheet and worker are files of our own. Refuses: anything inline.
"""

from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dinhlang.ground.kit import policy

WORKER = Path(__file__).parent / "static" / "kit" / "worker.js"


@require_GET
@csp_replace({"script-src": [SELF], "connect-src": [SELF], "worker-src": [SELF]})
def shell(request: HttpRequest) -> HttpResponse:
    """The kit's page, without any meeting."""
    values = policy.values()
    given = {"minutes": values.clock_minutes, "hours": values.lease_hours, "most": values.file_signs, "values": values}
    response = render(request, "kit/shell.html", given)
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@csp_replace({"script-src": [SELF], "connect-src": [SELF]})  # what the worker fetches is asked of its own file's policy
def worker(request: HttpRequest) -> HttpResponse:
    """What answers for the kit's page without network; it must lie below the page's address."""
    response = HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
