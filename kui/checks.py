"""Start-up checks: the product refuses to start with a route that declares no policy."""

from collections.abc import Iterator

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from kui.third_party import THIRD_PARTY_POLICIES


def routes(resolver: URLResolver | None = None, namespaces=()) -> Iterator[tuple[str, URLPattern]]:
    """Every route as ``(namespaced name, pattern)``, walked from the URL resolver."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
        else:
            yield ":".join((*namespaces, pattern.name or "")), pattern


def policy_of(name: str, pattern: URLPattern) -> str | None:
    """What the route's view declares, or what we declare for a library's view."""
    return getattr(pattern.callback, "policy", None) or THIRD_PARTY_POLICIES.get(name)


@checks.register(checks.Tags.security)
def every_route_declares_its_policy(app_configs, **kwargs):
    """Error for each route whose view says nothing about who may open it."""
    return [
        checks.Error(
            f"The route {name or pattern.pattern} declares no policy.",
            hint="Decorate its view with case_view, role_view, signed_in or public.",
            id="kui.E001",
        )
        for name, pattern in routes()
        if policy_of(name, pattern) is None
    ]
