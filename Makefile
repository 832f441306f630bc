# Needs python3 (3.11 or newer) and make; everything else goes into .venv by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## Do a whole quarter's work on the sample data, in ./demo
	@if [ -e demo ] && [ ! -f demo/assess.toml ]; then \
		echo "./demo is not a demo workspace: move it away first." >&2; exit 1; fi
	@rm -rf demo
	@$(BIN)/assess demo demo

test: $(READY) ## Run every test, with branch coverage (ARGS="-k name" to choose)
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report term $(ARGS)

check: $(READY) ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(READY) ## Measure the speed ratios that the project holds itself to
	@$(BIN)/python -m tests.bench $(ARGS)

clean: ## Remove what make made: .venv, caches, builds (a demo workspace stays)
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv that works is brought up to date; one that does not is made anew.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, but $(PYTHON) is" \
			"$$($(PYTHON) --version 2>&1); try: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), about a minute, only when the dependencies change ..." >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--constraint constraints.txt --editable '.[dev]'
	@touch $@
