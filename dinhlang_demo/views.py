"""Enter the demonstration as one of its people, without a password.

Promises: GET changes nothing; each way in starts a new session, and leaves the old one behind. Refuses: everything outside a
demonstration, also where somebody put this address into a real site.
"""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core import slips
from dinhlang.ground.people import paths, reads
from dinhlang_demo import households
from dinhlang_demo.desk import FOLDER, SAMPLES
from dinhlang_demo.people import PERSONAS
from dinhlang_demo.ward import ONE


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """People as buttons, those whose offices there are; a POST with `persona` enters as that one."""
    if not settings.DEMO:
        raise Http404
    sentence = None
    if request.method == "POST":
        persona = next((one for one in PERSONAS if one.id == request.POST.get("persona")), None)
        if persona is None:
            sentence = _("Choose one of the people below.")
        elif persona.resident:
            request.session.flush()
            request.session[reads.VOICE] = persona.id
            return redirect(paths.home())
        else:
            account = get_user_model().objects.filter(username=persona.id, is_active=True).first()
            if account is not None:
                request.session.flush()
                login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
                request.session[reads.DEMO_FACTORS] = True
                return redirect(paths.desk())
            sentence = _("The demonstration is not loaded yet. Stop it and start it again with: make run")
    there = set(
        get_user_model().objects.filter(username__in=[one.id for one in PERSONAS], is_active=True).values_list("username", flat=True)
    )
    people = [(one.id, _(one.title), _(one.lead)) for one in PERSONAS if one.resident or one.id in there]
    files = [(reverse("demo_sample", args=[one.name]), _(one.title), _(one.lead)) for one in SAMPLES]
    shown = {"people": people, "files": files, "sentence": sentence, "household": _household()}
    return render(request, "demo/enter.html", shown, status=400 if sentence else 200)


def _household() -> dict[str, object]:
    """How to try a household's way in: by number, and by a slip that was handed over."""
    return {
        "again": reverse("enter-number", args=[ONE]),
        "number": households.ENTERS,
        "secret": households.PIN,
        "slip": f"{reverse('enter')}?ma={slips.spell(households.bits_of(households.WORKS))}",
    }


@require_http_methods(["GET"])
def sample(request: HttpRequest, name: str) -> FileResponse:
    """One of the invented files that can be tried here. 404 for any other name, and outside a demonstration."""
    found = next((one for one in SAMPLES if one.name == name), None)
    if not settings.DEMO or found is None:
        raise Http404
    return FileResponse((FOLDER / found.name).open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)
