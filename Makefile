# All paths are relative, so a checkout may stand anywhere, also under a path with spaces.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV ?= .venv
ALPHA ?= .venv-alpha
PORT ?= 8001
export PYTHON

YUSUAN := $(VENV)/bin/yusuan
PIPELINE := $(shell find pipelines metadata -type f -name '*.py' -o -type f -path 'metadata/*')
PUBLISHER := $(shell find publish -type f -not -name '*.pyc')
PACKAGES := $(patsubst %/raw,%/datapackage.json,$(wildcard datapackages/*/raw))

# The names of disclosures are free and make would split them at spaces: `find` compares the times instead.
EDITED = $(shell find datapackages -maxdepth 5 \( -path datapackages -o -path '*/raw*' -o -name disclosure.yml \) -newer .stamps/packages -print -quit 2>/dev/null)

.PHONY: help serve test site packages lint format bench docs samples wheel venv clean distclean FORCE

help: ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

serve: site ## build the five packages, publish them and serve the site on http://127.0.0.1:8001
	@"$(YUSUAN)" serve site --port "$(PORT)"

test: $(VENV)/.extra-dev $(ALPHA)/.installed ## run the whole test suite (ARGS='-k name' for a part of it)
	"$(VENV)/bin/python" -m pytest -n auto $(ARGS)

site: .stamps/site ## publish the packages to site/: SQLite, Parquet, CSV and the Datasette site

packages: .stamps/packages ## build a data package from every datapackages/*/raw

lint: $(VENV)/.extra-dev ## ruff, mypy and yamllint
	"$(VENV)/bin/ruff" check .
	"$(VENV)/bin/ruff" format --check .
	"$(VENV)/bin/mypy"
	"$(VENV)/bin/yamllint" --strict .

format: $(VENV)/.extra-dev ## let ruff put the code in order
	"$(VENV)/bin/ruff" check --fix .
	"$(VENV)/bin/ruff" format .

bench: $(VENV)/.extra-dev ## measure the stages, the catalogue load and PDFs (ARGS=pdf for a part), write docs/benchmarks.md
	"$(VENV)/bin/python" -m benchmarks $(ARGS)

docs: docs/data-dictionary.md docs/rules.md ## regenerate docs/data-dictionary.md and docs/rules.md from metadata/

samples: $(VENV)/.extra-dev ## typeset the PDF editions in samples/
	"$(VENV)/bin/python" -m tests.synthesis.printed samples

wheel: $(VENV)/.extra-dev ## build dist/*.whl
	"$(VENV)/bin/python" -m pip wheel --quiet --no-deps --wheel-dir dist .

venv: $(VENV)/.extra-dev ## set up the environment for development

clean: ## remove what was built, keep the environments
	rm -rf site build dist .stamps .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf datapackages/{*,*/history/*}/{data,datapackage.json,README.md,.built.json} datapackages/quarantine

distclean: clean ## remove the environments too
	rm -rf "$(VENV)" "$(ALPHA)"

$(VENV)/.extra-publish: pyproject.toml constraints.txt scripts/environment.sh
	@scripts/environment.sh "$(VENV)" constraints.txt -e '.[publish]'
	@touch $@

$(VENV)/.extra-dev: $(VENV)/.extra-publish
	@scripts/environment.sh "$(VENV)" constraints.txt -e '.[dev]'
	@touch $@

$(ALPHA)/.installed: constraints-alpha.txt scripts/environment.sh
	@scripts/environment.sh "$(ALPHA)" constraints-alpha.txt datasette
	@touch $@

# A missing package makes the stamp old; one call builds them all.
$(PACKAGES): ;

.stamps/packages: $(VENV)/.extra-publish $(PACKAGES) $(PIPELINE) $(if $(EDITED),FORCE)
	@# 1 means that some files were refused and set aside: the others are packaged and go on to the site
	"$(YUSUAN)" --version >/dev/null
	"$(YUSUAN)" build datapackages -o datapackages || [ $$? = 1 ]
	@mkdir -p .stamps
	@touch $@

.stamps/site: .stamps/packages $(PUBLISHER) $(if $(wildcard site/manifest.json),,FORCE)
	@# 1 with a site means that some packages were left out and named: the others are served
	"$(YUSUAN)" publish datapackages -o site || { [ $$? = 1 ] && [ -f site/manifest.json ]; }
	@touch $@

docs/data-dictionary.md: $(VENV)/.extra-publish $(PIPELINE)
	"$(VENV)/bin/python" -m pipelines.dictionary -o $@

docs/rules.md: $(VENV)/.extra-publish $(PIPELINE)
	"$(VENV)/bin/python" -m pipelines.rulebook -o $@
