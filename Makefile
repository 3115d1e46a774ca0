# Needs make and Python 3.11 or later with pip; everything else comes from the lock file into .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test proof dbt test-dbt test-cdc knowledge test-knowledge lake test-lake light check clean

# The first of these that is new enough and complete; or name one: make PYTHON=/opt/python3.12/bin/python3 test
CANDIDATES := python3 python3.13 python3.12 python3.11 python3.14 python
PYTHON := $(shell for one in $(CANDIDATES); do \
    $$one -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)

# Each process has a PostgreSQL of its own, so a machine with many cores does not get one for each.
PARALLEL := -n auto --maxprocesses 4

VENV := .venv
INSTALLED := $(VENV)/.installed
DBT := .venv-dbt
KNOWLEDGE := .venv-knowledge
LAKE := .venv-lake

# What needs more than Python and the packages of .venv has steps of its own.
LIGHT := not odoo and not postgrest and not postgres_versions and not package and not chromium and not dbt \
    and not superset and not cdc and not knowledge and not lake

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(INSTALLED) ## Sync a made-up shop into a PostgreSQL of its own and show the sales: no account, no server
	@$(VENV)/bin/scout demo

test: $(INSTALLED) ## Run all tests that need no real Odoo, PostgREST, browser or other PostgreSQL
	@$(VENV)/bin/python -m pytest -q $(PARALLEL) -m "$(LIGHT)" --ignore=tests/proof

proof: $(INSTALLED) ## Kill a run at every step, break its lines, shuffle its history; a few minutes
	@$(VENV)/bin/python -m pytest -q $(PARALLEL) -m "$(LIGHT)" tests/proof

dbt: $(DBT)/.installed ## Install dbt, which scout transform runs, into an environment of its own

test-dbt: $(INSTALLED) dbt ## Build the star schema and the metrics on a real PostgreSQL, and hold them against their sources
	@$(VENV)/bin/python -m pytest -q $(PARALLEL) -m dbt tests/dbt

test-cdc: $(INSTALLED) ## Mirror random histories of PostgreSQL 15, 17 and 18; some minutes (scripts/install-postgres 15 17)
	@$(VENV)/bin/python -m pytest -q -n 2 -m cdc tests/cdc

knowledge: $(KNOWLEDGE)/.installed ## Install scout with what reads pages and files, into an environment of its own

test-knowledge: knowledge ## Crawl, score and search real documents, and ask as an agent does
	@$(KNOWLEDGE)/bin/python -m pytest -q -n 2 -m knowledge tests/knowledge

lake: $(LAKE)/.installed ## Install the lake, with its pipelines and its dashboard, into an environment of its own

test-lake: lake ## Fill lakes from a simulated Odoo and a PostgreSQL, with workers that are killed
	@$(LAKE)/bin/python -m pytest -q -p no:dash -m "lake and not odoo and not chromium" tests/lake

light: # the expression, for other scripts
	@echo "$(LIGHT)"

check: $(INSTALLED) ## Check form, style, types and tests
	@scripts/check

clean: ## Remove .venv, .tools and caches
	@rm -rf $(VENV) $(DBT) $(KNOWLEDGE) $(LAKE) .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

# Made last, so an interrupted installation starts again; again also when the lock or the packaging changed.
$(INSTALLED): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or later with venv and pip was found; tried: $(CANDIDATES)." \
	    "On Debian: apt install python3-venv. Or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing the locked packages into $(VENV) with $$($(PYTHON) --version); once, about a minute …"
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(VENV)/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DBT)/.installed: dbt/requirements.lock
	@echo "Installing dbt into $(DBT); once, about a minute …"
	@test -x $(DBT)/bin/pip || $(PYTHON) -m venv $(DBT)
	@$(DBT)/bin/pip install -qq --disable-pip-version-check --require-hashes -r dbt/requirements.lock
	@touch $@

$(KNOWLEDGE)/.installed: shared/knowledge/requirements.lock pyproject.toml
	@echo "Installing scout with its knowledge into $(KNOWLEDGE); once, about a minute …"
	@test -x $(KNOWLEDGE)/bin/pip || $(PYTHON) -m venv $(KNOWLEDGE)
	@$(KNOWLEDGE)/bin/pip install -qq --disable-pip-version-check --require-hashes -r shared/knowledge/requirements.lock
	@$(KNOWLEDGE)/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(LAKE)/.installed: etl/requirements.lock pyproject.toml
	@echo "Installing the lake into $(LAKE); once, about a minute …"
	@test -x $(LAKE)/bin/pip || $(PYTHON) -m venv $(LAKE)
	@$(LAKE)/bin/pip install -qq --disable-pip-version-check --require-hashes -r etl/requirements.lock
	@$(LAKE)/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
