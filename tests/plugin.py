"""Loaded by pytest before Django's settings (``-p tests.plugin``): tests run in test mode with secrets of their own."""

import os
import tempfile

os.environ["KUI_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "kui.settings"
os.environ.setdefault("KUI_VAR_DIR", tempfile.mkdtemp(prefix="kui-test-"))
os.environ.setdefault("SECRET_KEY", "test-only-secret-key-that-is-long-enough-for-the-check")
os.environ.setdefault("KUI_FIELD_KEYS", "dGVzdC1vbmx5LWZpZWxkLWtleS0zMi1ieXRlcy1sb24=")
os.environ.setdefault("KUI_INDEX_KEY", "test-only-index-key-that-is-long-enough-for-the-check")
# Playwright's own event loop runs in the thread of a browser test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
