"""What every template may know."""

from django.conf import settings


def demo_mode(request):
    """Whether this is the demonstration, so that the page can say so."""
    return {"is_demo": settings.DEMO}
