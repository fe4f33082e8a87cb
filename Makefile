# `make help` lists what there is. Each target does its own set-up.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
XDIST ?= auto
READERS ?= 500
SECONDS ?= 30

help: ## Say what each command does
	@grep -hE '^[a-z][a-z-]*:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.run ## Set up, build the demonstration newsroom and serve it (PORT=8000)
	@$(BIN)/python manage.py demo_server --port $(PORT)

test: $(VENV)/.dev ## Set up and run every test
	@$(BIN)/python -m pytest -n $(XDIST) --dist worksteal -q
	@$(BIN)/python -m tests.on_postgres -n $(XDIST)

load: $(VENV)/.dev ## Readers and editors before nginx, counted (READERS=500 SECONDS=30)
	@$(BIN)/python -m tests.load --readers $(READERS) --seconds $(SECONDS)

check: $(VENV)/.dev ## Format, lint, templates, types, migrations, deploy settings, structure
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@find templates -name '*.html' -print0 | xargs -0r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@DEBUG=0 HTTPS=1 ALLOWED_HOSTS=example.org SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(BIN)/python -W error manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_architecture.py tests/test_access_policy.py

bench: $(VENV)/.dev ## Measure what readers cost beside a bare Django view; writes bench.json
	@$(BIN)/python -m tests.benchmarks

format: $(VENV)/.dev ## Put the code in its house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@find templates -name '*.html' -print0 | xargs -0r $(BIN)/djade --target-version 5.2

lock: ## Pin the newest versions that pyproject.toml admits (needs uv)
	uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -o requirements-dev.txt

clean: ## Remove the set-up and the caches; what was written (var/) stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what requirements.txt pins …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing what requirements-dev.txt pins …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: help demo test load check bench format lock clean
