#!/usr/bin/env bash
# Everything that can be seen without running the tests. Runs every check, names the ones that failed.
source "$(dirname "$0")/lib.sh"

bin=.venv/bin
failed=()

check() { # check NAME COMMAND…
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then
    printf '  ok     %s\n' "$name"
  else
    printf '  FAILED %s\n%s\n' "$name" "$(sed 's/^/         /' <<<"$out")"
    failed+=("$name")
  fi
}

# The formatter only writes, so it lays out a copy, which then must be what is there.
templates() {
  local copy
  copy=$(mktemp -d)
  cp -r templates "$copy/" && $bin/djangofmt --quiet "${TEMPLATE_LAYOUT[@]}" "$copy/templates" &&
    diff -ru templates "$copy/templates"
  local same=$?
  rm -rf "$copy"
  return $same
}

types() {
  local files
  mapfile -t files < <(git ls-files core/clock.py '*/rules.py')
  $bin/mypy --no-error-summary "${files[@]}"
}

# Production settings with secrets that live for this one command.
deployment() {
  env -u DATABASE_URL KUI_MODE=production \
    SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    KUI_FIELD_KEYS="$($bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    KUI_INDEX_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(32))')" \
    SITE_URL=https://kui.example.dk ALLOWED_HOSTS=kui.example.dk REDIS_URL=redis://127.0.0.1:6379/0 \
    $bin/python manage.py check --deploy --fail-level WARNING
}

# Without secrets production must refuse to start.
refuses_without_secrets() {
  ! env -u SECRET_KEY -u KUI_FIELD_KEYS -u KUI_INDEX_KEY KUI_MODE=production $bin/python manage.py check
}

# Whoever clones the project has neither this machine's folders nor its registries.
nothing_local() {
  ! grep -nE '"resolved"|https?://' package-lock.json | grep -v '"url"' &&
    ! grep -nE '^(-i|--(extra-)?index-url|--find-links)|://|file:' requirements.txt requirements-dev.txt
}

say "Checking"
check "lint (ruff)" $bin/ruff check --quiet .
check "layout (ruff format)" $bin/ruff format --check --quiet --output-format concise .
check "layout of templates (djangofmt)" templates
check "limits of the house" $bin/python scripts/check_house.py
check "layers (import-linter)" $bin/lint-imports --no-logo --cache-dir var/import-linter
check "types of the rules (mypy)" types
check "no missing migrations" env KUI_MODE=test $bin/python manage.py makemigrations --check --dry-run
check "deployment settings" deployment
check "production refuses to start without secrets" refuses_without_secrets
check "Danish catalogue" $bin/python scripts/check_messages.py
check "lock files name no registry" nothing_local
check "every dependency is used" $bin/python scripts/check_dependencies.py

[ ${#failed[@]} -eq 0 ] || die "${#failed[@]} of the checks failed: $(printf '%s; ' "${failed[@]}")"
