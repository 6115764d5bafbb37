# `make run` starts Kringpas with demo data; `make test` checks everything. Both need only Python 3.11+ and make.

PYTHON ?= python3
unexport PYTHONDONTWRITEBYTECODE # compiled once, a second start takes a third of the time
PORT ?= 8000
HOST ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --universal --no-header \
	--python-version 3.11
ASSET_SOURCES := $(shell find web/assets web/templates web/static web/pages -type f \
	-not -path 'web/static/vendor/*' -not -name '*.pyc' 2>/dev/null)

CHECKS := check-types check-code check-generated # the longest first: two go at a time

.DEFAULT_GOAL := help
.PHONY: help run test check $(CHECKS) format lock bench screenshots look guide-pictures migration clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run node_modules/.built ## start on http://127.0.0.1:8000 (PORT=, HOST= for others on the network)
	@$(BIN)/kringpas run --port $(PORT) $(if $(HOST),--host $(HOST) --tls)

test: $(VENV)/.dev ## everything: checks, SQLite and PostgreSQL, a real browser
	@$(MAKE) --no-print-directory --jobs 2 $(CHECKS) node_modules/.built
	$(BIN)/pytest -q -n auto --dist worksteal

check: $(VENV)/.dev ## format, lint, types, import contracts, generated files
	@$(MAKE) --no-print-directory --jobs 2 $(CHECKS)

check-types: $(VENV)/.dev
	$(BIN)/mypy

check-code: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

check-generated: $(VENV)/.dev
	$(BIN)/python scripts/generate_schemas.py --check
	$(BIN)/python -m scripts.settings_page --check
	$(BIN)/python -m scripts.evidence_page --check
	$(BIN)/python -m scripts.translations check

format: $(VENV)/.dev ## write the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## choose new versions of the dependencies, with their hashes
	$(COMPILE) --upgrade --group build --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --output-file requirements-dev.lock

bench: $(VENV)/.dev ## measure the scan path, the life of devices (both need wrk) and the import of passports
	$(BIN)/python -m scripts.bench
	$(BIN)/python -m scripts.bench lives
	$(BIN)/python -m scripts.bench imports

screenshots: $(VENV)/.dev node_modules/.built ## make the pictures of the README
	$(BIN)/python -m scripts.pictures

look: $(VENV)/.dev node_modules/.built ## photograph and check every page, in every way: make look FOLDER=var/look
	$(BIN)/python -m scripts.look $(FOLDER)

guide-pictures: $(VENV)/.dev node_modules/.built ## make the pictures of the user guides, by living the days of the tests
	KRINGPAS_GUIDE_PICTURES=docs/guides/pictures $(BIN)/pytest -q tests/browser/test_days.py

migration: $(VENV)/.dev ## write the next migration from the rows: make migration m='What it adds'
	@test -n "$(m)" || { echo "Say what it does: make migration m='Repairs have a price'"; exit 1; }
	$(BIN)/python -m scripts.new_migration "$(m)"

clean: ## remove what was built and installed; var/ (the data) stays
	rm -rf $(VENV) node_modules web/static/vendor build *.egg-info .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Kringpas needs Python 3.11 or newer; name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --no-deps --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --no-deps --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

node_modules/.installed: package.json package-lock.json | $(VENV)/.run
	scripts/npm.sh ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

node_modules/.built: node_modules/.installed scripts/build_assets.mjs $(ASSET_SOURCES)
	scripts/npm.sh run --silent build
	@touch $@
