# Everything that is done with a checkout. `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
WORKERS ?= 2
LOCALSTRIPE_VERSION := 1.15.10
STRIPE_CLI_VERSION := 1.52.0
BIN := .venv/bin
PATHS := manage.py gunicorn.conf.py conference registration sponsors programs site tests scripts
TEMPLATES = $(shell git ls-files --cached --others --exclude-standard 'templates/*.html' 'site/*.html')
export PYTHONPATH := .:site

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-load test-peers lint format lock screenshots docs-pictures lighthouse clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: .venv/.installed ## start the site with its demo at http://127.0.0.1:8000 (PORT=…, DEMO=0 for an empty one)
	@PORT=$(PORT) DEMO=$(DEMO) exec $(BIN)/python scripts/run.py

test: .venv/.installed-dev ## install what the tests need, then run all checks and the whole suite
	@sh scripts/system_packages.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/python scripts/boot_check.py
	$(BIN)/python -W error manage.py makemigrations --check --dry-run
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not load" $(ARGS)

test-sqlite: .venv/.installed-dev ## run the tests marked `sqlite` on SQLite
	DATABASE_URL=sqlite:///test.sqlite3 $(BIN)/pytest -n $(WORKERS) -m "sqlite and not load" $(ARGS)

test-load: .venv/.installed-dev ## run the long concurrency tests and benchmarks; crowds have the machine to themselves
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "load and not concurrent" $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/pytest -m "load and concurrent" $(ARGS) || [ $$? -eq 5 ]

test-peers: .venv/.installed-dev var/peers/.installed ## let localstripe and Stripe's own command line check our stand-in; needs Node
	LOCALSTRIPE_PYTHON=var/peers/venv/bin/python STRIPE_CLI=var/peers/node_modules/.bin/stripe \
		$(BIN)/pytest tests/sandbox/stripe/test_peers.py tests/sandbox/stripe/test_stripe_cli.py $(ARGS)

lint: .venv/.installed-dev ## check style, templates and the floors of the house
	$(BIN)/ruff check $(PATHS)
	$(BIN)/ruff format --check --quiet $(PATHS)
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/lint-imports --no-cache

format: .venv/.installed-dev ## bring code and templates into shape
	$(BIN)/ruff check --fix $(PATHS)
	$(BIN)/ruff format $(PATHS)
	$(BIN)/djade --target-version 5.2 $(TEMPLATES) || true

lock: .venv/.installed-dev ## compile requirements*.in into requirements*.txt; UPGRADE=1 takes newer releases
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --python-version 3.11 --no-header $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt --quiet
	$(BIN)/uv pip compile --python-version 3.11 --no-header $(if $(UPGRADE),--upgrade) requirements-dev.in -c requirements.txt -o requirements-dev.txt --quiet

screenshots: .venv/.installed-dev ## picture the demo's pages into var/screenshots/ (phone and desktop, light and dark)
	$(BIN)/python scripts/screenshots.py

docs-pictures: .venv/.installed-dev ## picture the demo's shop for the documents, into docs/pictures/
	$(BIN)/python scripts/docs_pictures.py

lighthouse: .venv/.installed-dev ## measure home, schedule and a talk of the demo; fails below 95
	$(BIN)/python scripts/lighthouse.py

clean: ## remove the environment and all caches; the database and media in var/ stay
	rm -rf .venv var/cache var/static var/test-postgres var/prepared node_modules .pytest_cache .ruff_cache .hypothesis htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --requirement requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --requirement requirements-dev.txt
	@touch $@

# apart from the site's own packages: neither is needed to run it or to test it
var/peers/.installed: | .venv/bin/python
	$(PYTHON) -m venv var/peers/venv
	var/peers/venv/bin/pip install --quiet --disable-pip-version-check localstripe==$(LOCALSTRIPE_VERSION)
	npm install --silent --no-save --no-package-lock --prefix var/peers @stripe/cli@$(STRIPE_CLI_VERSION)
	@touch $@
