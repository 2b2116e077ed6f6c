# Every target first installs what it needs: a virtual environment in .venv, from requirements.lock. Bare `make` lists
# the targets. ARGS is passed on: make load ARGS='--select customers,jobs'; make test ARGS='tests/embedded_postgres -x'.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PACKAGES := $(VENV)/.installed
INSTALLED := $(VENV)/.dbt_command
DOCS_PORT ?= 8580
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test load transform sync report docs docs-serve tie-out status lint format audit bench bench-check db db-stop db-remove psql lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## load and transform of made-up data; no account needed
	@$(RUN) -m scripts.demo $(ARGS)

test: $(INSTALLED) ## the whole test suite, on all cores
	@$(RUN) -m pytest --numprocesses=logical --dist=loadfile $(ARGS)

load: $(INSTALLED) ## ServiceTitan API -> raw_st_* tables; incremental
	@$(RUN) -m loader load $(ARGS)

transform: $(INSTALLED) ## raw_st_* -> st_* tables, with their tests
	@$(RUN) -m loader.transform build $(ARGS)

sync: $(INSTALLED) ## load, then transform of what did load; for cron
	@$(RUN) -m loader sync $(ARGS)

report: $(INSTALLED) ## the report page: the marts' figures in one HTML file
	@$(RUN) -m loader report $(ARGS)

docs: $(INSTALLED) ## the documentation of all tables, as one page
	@$(RUN) -m loader.transform docs generate --static $(ARGS)
	@echo "make docs-serve shows it."

docs-serve: $(INSTALLED) ## serves that page to a browser; made anew whenever the project has changed
	@$(RUN) -m scripts.serve_docs $(DOCS_PORT)

tie-out: $(INSTALLED) ## the marts against ServiceTitan's own reports
	@$(RUN) -m loader tie-out $(ARGS)

status: $(INSTALLED) ## per table: rows, last sync, lag, last error
	@$(RUN) -m loader status $(ARGS)

lint: $(INSTALLED) ## ruff, mypy and sqlfluff
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@cd dbt_project && ../$(RUN) -m sqlfluff lint --disable-progress-bar .

format: $(INSTALLED) ## lets ruff and sqlfluff fix what they can
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .
	@cd dbt_project && ../$(RUN) -m sqlfluff fix --disable-progress-bar .

audit: $(INSTALLED) ## licences and vulnerabilities of the packages; online
	@$(RUN) -m scripts.audit $(ARGS)

bench: $(INSTALLED) ## the benchmarks; writes benchmarks/RESULTS.md
	@$(RUN) -m benchmarks $(ARGS)

bench-check: $(INSTALLED) ## fails if one is 20 % worse, or a limit is not kept
	@$(RUN) -m benchmarks --check $(ARGS)

db: $(INSTALLED) ## starts the embedded Postgres on 127.0.0.1:54329
	@$(RUN) -m loader db start

db-stop: $(INSTALLED) ## stops it; the data stay
	@$(RUN) -m loader db stop

db-remove: $(INSTALLED) ## stops it and deletes its data, after asking
	@$(RUN) -m loader db remove $(ARGS)

psql: $(INSTALLED) ## opens the warehouse in psql
	@$(RUN) -m loader db psql $(ARGS)

lock: $(INSTALLED) ## writes requirements.lock; ARGS=--upgrade: new versions
	@$(RUN) -m uv pip compile pyproject.toml --extra report --extra sandbox --group dev --universal --python-version 3.11 --generate-hashes \
		--no-strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		--quiet --output-file requirements.lock $(ARGS)

clean: ## removes .venv and caches; keeps .postgres and .env
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs logs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Rebuilt when the lock changes. --no-deps: the lock is complete, so pip need not resolve the dependencies again.
$(PACKAGES): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || { \
		echo "Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is `$(PYTHON) --version 2>&1`." \
			"Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv and pip. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV): a minute or two, and only when requirements.lock has changed ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
		--require-hashes --requirement requirements.lock
	@$(RUN) -m pip check --quiet
	@touch $@

# Replaces the environment's dbt command by one that reads .env.
$(INSTALLED): $(PACKAGES) scripts/dbt_command.py
	@$(RUN) -m scripts.dbt_command
	@touch $@
