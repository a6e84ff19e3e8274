"""A URL list with a view that declares nothing, to see the start-up check bite."""

from django.http import HttpResponse
from django.urls import path


def bare(request):
    """Says nothing about who may open it."""
    return HttpResponse()


urlpatterns = [path("bar/", bare, name="bare")]
