# The two commands that matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= var/demo
PIP := $(BIN)/pip --disable-pip-version-check --no-input
STAMP := $(VENV)/.huiyin
export PYTHONUNBUFFERED := 1
# An instance is three programs, a test run starts dozens: without kept bytecode each compiles 400 files anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: install ## install, start and fill a demo (PORT=8000 DATA=var/demo)
	@exec $(BIN)/huiyin demo --data "$(DATA)" --port "$(PORT)"

install: $(STAMP)-run ## what running needs, into .venv

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Huiyin needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }

# --no-deps: the lock is whole. Without it pip looks at newer releases of packages asked for with an extra
# (coverage[toml]), has no hash for them, and gives up: the day one appears, the lock stops installing.
$(STAMP)-run: requirements.lock pyproject.toml $(wildcard src/huiyin/locale/*/LC_MESSAGES/*.po) | $(VENV)/bin/python
	@echo "installing what Huiyin needs (once)"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m huiyin.locale.compile
	@touch $@

$(STAMP)-dev: requirements-dev.lock $(STAMP)-run
	@echo "installing what the tests need (once)"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

browser: $(STAMP)-dev
	@$(BIN)/python -m tests.browser

test: $(STAMP)-dev browser ## every test but the long ones
	$(BIN)/pytest -n 2 -m "not long" $(ARGS)

test-quick: $(STAMP)-dev ## under two minutes: rules, acts and reads; nothing that commits, serves or draws
	$(BIN)/pytest -n 2 -m quick $(ARGS)

test-long: $(STAMP)-dev browser ## the long tests: crashes, endurance
	$(BIN)/pytest -m long $(ARGS)

check: export HUIYIN_MODE = scratch
check: export HUIYIN_DATA = var/check
check: $(STAMP)-dev ## lint, format, types, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet src/huiyin

format: $(STAMP)-dev ## format, and fix what can be fixed by a program
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)-dev ## measure; writes bench/results.json
	$(BIN)/python -m bench $(ARGS)

messages: $(STAMP)-dev ## complete the catalogues and check them
	$(BIN)/python tools/messages.py complete
	$(BIN)/python tools/messages.py check

screens: $(STAMP)-dev browser ## screenshots of every desk for the documents
	$(BIN)/python tools/screens.py $(ARGS)

lock: $(STAMP)-dev ## choose versions anew within pyproject.toml (UPGRADE=--upgrade)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE) pyproject.toml --group build --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE) pyproject.toml --group build -c requirements-dev.lock -o requirements.lock

clean: ## remove what was installed and built; data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help demo install format browser test test-quick test-long check bench messages screens lock clean
