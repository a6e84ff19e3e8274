"""How gunicorn serves KUI: `gunicorn kui.wsgi` needs no more than this and the environment."""

import gc
import os

from core.logs import config as log_config

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# Slow senders wait in the main loop and hold no thread. Plain gunicorn belongs behind a proxy all the same: it ends no
# TLS, and whoever opens sockets by the thousand fills any process.
worker_class = "core.gathering.GatheringWorker"
worker_connections = 2000
# Whom the database keeps waiting shortest (kui/database.py).
raw_env = ["KUI_PROCESS=web"]
# A worker that has served this many requests makes way for a fresh one; the jitter keeps them from leaving together.
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 20
# The control socket wants a home directory that can be written; containers have none.
control_socket_disable = True
# Heartbeat files in memory: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
accesslog = None
logconfig_dict = log_config(os.environ.get("KUI_LOG_LEVEL", "INFO"))


def post_worker_init(worker):
    """What a worker has loaded before its first request stays for good: the garbage collector, which would go through
    all of it every few pages, leaves it alone. A tenth of the processor time of a page.
    """
    gc.collect()
    gc.freeze()
