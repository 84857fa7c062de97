# Toàn Trình: `make demo` to see it, `make test` to trust it. `make help` lists the rest.

PORT ?= 8000
REQUIRE ?=
VENV := .venv
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
HOUSE := $(VENV)/bin/toantrinh
DATA := var
export TOANTRINH_HOST ?= http://localhost:$(PORT)

# Standing apart, so that `make check` can run every one of them and report all that fails.
CHECKS := check-format check-lint check-types check-contracts check-packages check-house

.PHONY: help demo assets install reset test check bench requirements $(CHECKS)

help:
	@echo "make demo      the whole product with a sample country, at $(TOANTRINH_HOST) (PORT=8080 changes it)"
	@echo "make reset     forget the demonstration's data; the next make demo starts over"
	@echo "make test      every test this machine can run; REQUIRE=all makes a skip a failure"
	@echo "make check     format, lint, types, import contracts, packages, and what the tests read in the house"
	@echo "make bench     measure; each line ends as BAR name figure"
	@echo "make install   put everything for work on the product into $(VENV)"

# --- What is needed to run ------------------------------------------------------------------------------------------

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what the product needs (pinned and hashed) ..."
	@$(VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(VENV)/bin/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(VENV)/bin/pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what tests and checks need (pinned and hashed) ..."
	$(VENV)/bin/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

build/assets/.built: $(VENV)/.run scripts/assets.py scripts/fonts.py $(shell find src/toantrinh/web/design -type f -not -name '*.pyc' 2>/dev/null)
	$(VENV)/bin/python scripts/assets.py
	@mkdir -p $(@D) && touch $@

assets: build/assets/.built

install: $(VENV)/.dev assets

# --- The demonstration ----------------------------------------------------------------------------------------------

# The sample country is made aside and moved into place when whole: an interrupted start leaves nothing half made.
$(DATA)/demonstration: | $(VENV)/.run build/assets/.built
	@test ! -e $(DATA)/house.sqlite3 || { echo "$(DATA) holds a house that is not a demonstration; it is left alone."; exit 1; }
	@rm -rf $(DATA).new
	TOANTRINH_DATA=$(DATA).new TOANTRINH_DATABASE=sqlite $(HOUSE) init --demonstration
	TOANTRINH_DATA=$(DATA).new TOANTRINH_DATABASE=sqlite $(HOUSE) sample
	@touch $(DATA).new/demonstration
	@rm -rf $(DATA) && mv $(DATA).new $(DATA)

demo: $(VENV)/.run build/assets/.built $(DATA)/demonstration
	@TOANTRINH_DATA=$(DATA) TOANTRINH_DATABASE=sqlite $(HOUSE) init --demonstration
	@exec env TOANTRINH_DATA=$(DATA) TOANTRINH_DATABASE=sqlite $(HOUSE) serve --port $(PORT)

reset:
	@test ! -e $(DATA)/serve.pid || ! kill -0 $$(cat $(DATA)/serve.pid) 2>/dev/null || \
		{ echo "The house is running as process $$(cat $(DATA)/serve.pid): stop it first."; exit 1; }
	@test ! -e $(DATA)/house.sqlite3 || test -e $(DATA)/demonstration || \
		{ echo "$(DATA) holds a house that is not a demonstration; it is left alone."; exit 1; }
	rm -rf $(DATA) $(DATA).new

# --- Trust ----------------------------------------------------------------------------------------------------------

test: $(VENV)/.dev assets
	@REQUIRE=$(REQUIRE) $(VENV)/bin/python scripts/test_report.py

check: $(VENV)/.dev assets
	@$(MAKE) --no-print-directory --keep-going $(CHECKS) && echo "Every check passes."

check-format:
	$(VENV)/bin/ruff format --check --quiet . || { echo "Run: $(VENV)/bin/ruff format ."; exit 1; }

check-lint:
	$(VENV)/bin/ruff check --quiet .

check-types:
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy --explicit-package-bases bench

check-contracts:
	$(VENV)/bin/lint-imports --no-logo

check-packages:
	$(HOUSE) check-packages

check-house:
	$(VENV)/bin/pytest src/toantrinh/site/tests -k test_house --no-header --tb=short

bench: $(VENV)/.dev
	@for program in $(basename $(notdir $(wildcard bench/*.py))); do $(HOUSE) bench $$program || exit 1; done

# --- Pinned versions ------------------------------------------------------------------------------------------------

requirements:
	@for name in run build dev; do uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done
