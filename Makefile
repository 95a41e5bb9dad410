# Two commands are enough: `make issue` and `make test`. `make help` lists the others.

PYTHON ?= python3
ISSUE  ?= 2024-1

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check --quiet
# one package comes without a wheel: it is built here, with what setup/requirements.txt pins
PINS := --require-hashes --only-binary :all: --no-binary red-black-tree-mod --use-pep517 --no-build-isolation
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --newline lf --build-deps-for editable \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help issue test lint catalogue model views requirements benchmark benchmark-reading benchmark-collecting benchmark-composition benchmark-sections benchmark-personal clean python machine machine-for-tests

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

issue: $(VENV)/.ready ## set everything up, then build the example issue (or another: make issue ISSUE=2024-2)
	@$(BIN)/bulletin build $(ISSUE) || [ $$? -eq 3 ]  # 3: built, and some submissions are held, as the list says
	@ls -1 $(CURDIR)/output/$(ISSUE)/*.pdf

test: $(VENV)/.ready-for-tests machine-for-tests ## set everything up, then run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadscope

lint: $(VENV)/.ready-for-tests ## style, types, and which room may open which door
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

catalogue: $(VENV)/.ready-for-tests ## gather the sentences of the program into the Chinese catalogue, and compile it
	@$(BIN)/python -m setup.catalogue

model: $(VENV)/.ready-for-tests ## learn the model that finds a story's section from the seed, and say how well it does
	@$(BIN)/python -m setup.model

views: $(VENV)/.ready-for-tests ## set the example by each layout, and make the pictures in docs/layouts anew
	@$(BIN)/python -m setup.views

requirements: $(VENV)/.ready-for-tests ## pin again what pyproject.toml asks for (UPGRADE=--upgrade for the newest)
	CUSTOM_COMPILE_COMMAND="make requirements" $(subst --build-deps-for editable,,$(LOCK)) $(UPGRADE) -o setup/requirements.txt setup/requirements.in
	CUSTOM_COMPILE_COMMAND="make requirements" $(LOCK) $(UPGRADE) -o requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make requirements" $(LOCK) $(UPGRADE) -c requirements.txt --extra dev -o requirements-dev.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make requirements" $(subst --build-deps-for editable,,$(LOCK)) $(UPGRADE) -o benchmarks/requirements.txt benchmarks/requirements.in

benchmark: $(VENV)/.ready-for-tests ## time a whole build beside the bare rendering and Typst
	@$(BIN)/python -m benchmarks.build

benchmark-reading: $(VENV)/peers/.ready ## time the reading of Word files beside python-mammoth, markitdown and pandoc
	@$(BIN)/python -m benchmarks.reading

benchmark-collecting: $(VENV)/.ready-for-tests ## time the taking of mails with photos, and kill collectors 200 times
	@$(BIN)/python -m benchmarks.collecting
	@$(BIN)/python -m benchmarks.kill
	@$(BIN)/python -m benchmarks.kill --collectors 2

benchmark-composition: $(VENV)/.ready-for-tests ## set the same paragraphs by this press, bare WeasyPrint, Typst and Chromium, and measure them
	@$(BIN)/python -m benchmarks.composition

benchmark-sections: $(VENV)/.ready-for-tests ## count how often a story's section is found, beside cue words and a plain model
	@$(BIN)/python -m benchmarks.sections

benchmark-personal: $(VENV)/.ready-for-tests ## count how much personal data is found, and how much wrongly
	@$(BIN)/python -m benchmarks.personal

clean: ## remove the virtual environment and what tools leave behind; stories and output stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The machine is looked at each time (a moment's work); the rest is done again only when its list has changed.

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; $(PYTHON) is not there. 需要 Python 3.11 或更新版本。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS). 需要 Python 3.11 或更新版本。" >&2; exit 1; }

machine: python
	@$(PYTHON) -m setup.machine

machine-for-tests: python
	@$(PYTHON) -m setup.machine tests

$(VENV)/.made: | machine
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)  # one that is there stays: another Python over it would spoil it
	@touch $@

$(VENV)/.ready: requirements.txt setup/requirements.txt pyproject.toml $(VENV)/.made
	@echo "Installing the pinned packages into $(VENV) …"
	@$(PIP) install $(PINS) -r setup/requirements.txt
	@$(PIP) install $(PINS) -r requirements.txt
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-for-tests: requirements-dev.txt $(VENV)/.ready
	@$(PIP) install $(PINS) -r requirements-dev.txt
	@touch $@

# What is only compared with lives apart, so that it touches nothing that runs.
$(VENV)/peers/.ready: benchmarks/requirements.txt $(VENV)/.ready-for-tests
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: -r benchmarks/requirements.txt
	@touch $@
