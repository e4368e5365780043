# The two commands a newcomer needs: `make edition` and `make test`. Everything else is below them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: edition test check bench clean setup

edition: $(READY)            ## build content/ into output/
	$(BIN)/audiobook build

test: $(READY)               ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY)              ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)              ## speed and memory, side by side with the raw parts and a naive script
	$(BIN)/python -m tests.bench

setup: $(READY)              ## the virtual environment alone

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 edition"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "this Python has no venv module: install it (Debian: apt install python3-venv) or pass PYTHON=..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) output .audiobook build *.egg-info
