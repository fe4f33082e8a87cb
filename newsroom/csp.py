"""Django 6's content security policy on Django 5.2: the same SECURE_CSP, the same header."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

NONCE = "<CSP_NONCE_SENTINEL>"


class ContentSecurityPolicyMiddleware:
    """Writes the policy; a nonce stands in it only where a template used `request.csp_nonce`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        request._csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        used = nonce._wrapped is not empty
        response.headers.setdefault(
            "Content-Security-Policy", policy_header(str(nonce) if used else "")
        )
        return response


def policy_header(nonce: str = "") -> str:
    directives = []
    for name, sources in settings.SECURE_CSP.items():
        kept = [f"'nonce-{nonce}'" if s == NONCE else s for s in sources if nonce or s != NONCE]
        directives.append(" ".join([name, *kept]))
    return "; ".join(directives)
