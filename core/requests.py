"""What of a request is read before anything of ours is asked: nothing may break there, where nobody can answer."""

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Addresses and forms are in UTF-8, as our pages send them.

    Django reads even the address in whatever alphabet the header of the body names, while it makes the request: some
    are none of letters, and others read no letter of it. A form in another alphabet is refused later
    (`core.middleware.OddHeadersMiddleware`).
    """

    def _set_content_type_params(self, meta: dict) -> None:
        try:
            kind, params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:  # said in an alphabet that there is not
            kind, params = "", {}
        self.content_type, self.content_params = kind, params
