"""People get the language of their profile."""

from django.utils import translation


class UserLanguageMiddleware:
    """A signed-in person gets the language of their profile, whatever the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
