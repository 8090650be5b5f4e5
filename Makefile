# make demo    a first run: environment, install, `steppe run afghanistan-2021`
# make test    what must hold: style, types, tests (without the slow ones)
# make check   what CI runs
# make slow    the slow tests: large ensembles, the peer's folders
# make lowest  the tests with the lowest versions of the dependencies that are allowed
# make bench   speed, memory and start-up, as ratios
# make docs    regenerate the reference pages from the registries, and the picture of the README
# make locks   resolve the dependencies anew (needs uv)

.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

PIP_FLAGS := --quiet --disable-pip-version-check --no-input
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-header --quiet
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
WITH_PIP := import sys, ensurepip; sys.exit(sys.version_info < (3, 11))

.PHONY: help demo test check lint types tests slow lowest bench docs locks clean

help:
	@sed -n 's/^# //p' Makefile

# A Python that is recent enough and can make an environment; PYTHON=... chooses another.
$(BIN)/python:
	@for each in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	    if "$$each" -c '$(WITH_PIP)' 2>/dev/null; then exec "$$each" -m venv $(VENV); fi; \
	done; \
	for each in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	    if "$$each" -c '$(RECENT)' 2>/dev/null; then \
	        echo "$$each cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv" >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "Steppe needs Python 3.11 or newer, and none was found. Install one, or say make PYTHON=/path/to/python3" >&2; \
	exit 1

$(VENV)/run.stamp: locks/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing Steppe into $(VENV)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes -r locks/run.txt
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: locks/dev.txt $(VENV)/run.stamp
	@echo "Installing the developers' tools into $(VENV)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes -r locks/dev.txt
	@touch $@

demo: $(VENV)/run.stamp
	@$(BIN)/steppe run afghanistan-2021

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	@$(BIN)/mypy

tests: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not slow"

test: lint types tests

check: test

slow: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -q -n $(JOBS) -m slow

lowest: $(BIN)/python
	@$(BIN)/python -m venv .venv-lowest
	@.venv-lowest/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r locks/lowest.txt
	@.venv-lowest/bin/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation --editable .
	@.venv-lowest/bin/python -m pytest -q -n $(JOBS) -m "not slow"

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks

docs: $(VENV)/run.stamp
	@$(BIN)/python tools/make_reference.py
	@$(BIN)/python -m tools.make_pictures

locks:
	@uv pip compile $(LOCK_FLAGS) --fork-strategy fewest --group build pyproject.toml -o locks/run.txt
	@uv pip compile $(LOCK_FLAGS) --fork-strategy fewest --group dev -c locks/run.txt pyproject.toml -o locks/dev.txt
	@uv pip compile $(LOCK_FLAGS) --resolution lowest-direct --group build --group test pyproject.toml -o locks/lowest.txt

clean:
	@rm -rf $(VENV) .venv-lowest .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
