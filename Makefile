# `make` alone lists the targets. PYTHON is only used to make .venv; everything else runs inside it.
PYTHON ?= python3
BIN := .venv/bin
# For tools that load the settings but serve nobody.
MANAGE_TEST := DJANGO_SETTINGS_MODULE=wijkwijzer.settings.test $(BIN)/python manage.py
COMPILE := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --no-config

.DEFAULT_GOAL := help
.PHONY: help run dev test lint format types layers migrations production check docs screenshots lock outdated lighthouse bench benchsearch word setup

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: ## Set up everything and start the site on 127.0.0.1 (PORT=8000, WIJKWIJZER_DATA=var)
	@exec $(PYTHON) deploy/start.py

dev: ## The same site with autoreload and tracebacks, for working on the code
	@exec $(PYTHON) deploy/start.py --dev

test: setup ## Run the whole test suite (ARGS="tests/delivery -x" narrows it; DATABASE_URL runs it on PostgreSQL)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: lint types layers migrations production ## Everything that is checked without running tests

lint: setup ## Style of code and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --check --quiet templates
	@$(BIN)/djlint --lint --quiet templates

format: setup ## Repair what lint can repair by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djlint --reformat --quiet templates

types: setup ## mypy
	@$(BIN)/mypy

layers: setup ## Rooms import only from below (import-linter)
	@$(BIN)/lint-imports

migrations: setup
	@$(MANAGE_TEST) makemigrations --check --dry-run

# Django's own deployment checks on the settings of a site over HTTPS, with a data folder and a key of its own.
production: setup
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	WIJKWIJZER_DATA=$$data SITE_URL=https://wijkwijzer.example DATABASE_URL= \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DJANGO_SETTINGS_MODULE=wijkwijzer.settings.production \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

docs: setup ## Write docs/page-types.md from the models
	@DJANGO_SETTINGS_MODULE=wijkwijzer.settings.test $(BIN)/python -m tests.docs.page_types

screenshots: setup ## Take the pictures of the editors' guide and the README (ARGS="lijst filters" takes those two)
	@$(BIN)/python -m tests.docs.screenshots $(ARGS)

lock: setup ## Write the lock files from pyproject.toml (ARGS=--upgrade takes newer versions)
	@$(COMPILE) $(ARGS) -o requirements.lock
	@$(COMPILE) $(ARGS) --extra sentry -c requirements.lock -o requirements-sentry.lock
	@$(COMPILE) $(ARGS) --group dev -c requirements.lock -o requirements-dev.lock

outdated: setup ## List the locked packages of which there is a newer version (make lock ARGS=--upgrade takes them)
	@$(BIN)/uv pip list --outdated --no-config --python $(BIN)/python

lighthouse: setup ## Lighthouse scores of every kind of page (needs Node, npm and Chromium)
	@$(BIN)/python benchmarks/lighthouse/run.py

bench: setup ## The site beside its goals, in one table (ARGS=100000 grows to so many pages; DATABASE_URL for PostgreSQL)
	@$(BIN)/python benchmarks/site.py $(ARGS)

benchsearch: setup ## How quick search is, beside the stock search, and a long brief (ARGS=10000 publications)
	@$(BIN)/python benchmarks/search.py $(ARGS)
	@$(BIN)/python benchmarks/brief.py

word: setup ## Does LibreOffice read the headings and notes of a brief for Word? (needs LibreOffice Writer)
	@$(BIN)/python benchmarks/word.py

setup:
	@$(PYTHON) deploy/start.py --setup dev
