# Two commands are enough: `make run` serves a demonstration province at http://127.0.0.1:8000, `make test` runs every test.
# Each target sets up what it needs and is safe to run again.

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak docs handbook lock messages clean ready ready-test
SHELL := /bin/bash

PY := .venv/bin/python
# mypy and the generated pages load the site's settings; DINHLANG_BUILD stands in for the secret of a real site.
BUILD := DINHLANG_BUILD=1

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run       a demonstration province at http://127.0.0.1:8000 (Ctrl-C stops it, its data stays in var/)
run: ready
	.venv/bin/dinhlang demo

## make test      every test: on SQLite, on a PostgreSQL started for it, in a browser
test: ready-test
	$(PY) -m scripts.test

## make check     style, types, the floors of the house, translations (no tests)
check: ready
	.venv/bin/ruff check .
	$(BUILD) $(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m scripts.messages check

## make bench     speed, as one table with the floors beside it
bench: ready-test
	$(PY) -m benchmarks

## make soak      the long loops: kills, restores, attackers; before a release
soak: ready-test
	$(PY) -m benchmarks.soak

## make docs      rewrite the generated pages in docs/
docs: ready
	$(BUILD) $(PY) -m scripts.docs write

## make handbook  take the pictures of the handbook anew, and the picture of the README
handbook: ready-test
	$(PY) -m scripts.handbook
	$(PY) -m scripts.picture

## make messages  bring the Vietnamese catalogue up to date with the sources
messages: ready
	$(PY) -m scripts.messages update
	$(PY) -m scripts.messages compile

## make lock      resolve the dependencies anew into requirements.lock
lock: ready
	.venv/bin/uv pip compile -q pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -o requirements.lock

## make clean     remove what was built (not .venv, not var/)
clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

ready:
	@scripts/system-packages run
	@scripts/setup
	@$(PY) -m scripts.messages compile

ready-test: ready
	@scripts/system-packages test
