"""WSGI entry point for gunicorn."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kui.settings")
django.setup(set_prefix=False)

from core.requests import Request  # noqa: E402 – settings first, as Django does it


class Application(WSGIHandler):
    """Django's, with requests of ours."""

    request_class = Request


application = Application()
