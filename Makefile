# One door for every command. `make run` and `make test` do all set-up themselves.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test soak check bench data format geo docs lock screenshot clean

run: $(VENV)/run.stamp
	$(BIN)/python app.py --port $(PORT)

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

# The long tests: fuzz, floods, replicas. -s shows what they measured.
soak: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -o addopts="-q -s" tests/soak

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m caveat check
	$(BIN)/python -m scripts.write_docs --check

bench: $(VENV)/dev.stamp .venv-peers/stamp
	$(BIN)/python -m benchmarks.run

data: $(VENV)/run.stamp
	$(BIN)/python -m caveat check

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

geo: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.build_geo

screenshot: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.take_screenshot

docs: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.write_docs

# What requirements*.txt ask for, with all that it needs in turn, each file by its hash. No other file is ever installed.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: $(VENV)/dev.stamp
	$(BIN)/$(LOCK) --python-version 3.11 requirements.txt -o requirements.lock
	$(BIN)/$(LOCK) --python-version 3.11.5 -c requirements.lock requirements-dev.txt -o requirements-dev.lock

$(VENV)/run.stamp: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m scripts.compress_static
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

.venv-peers/stamp: benchmarks/requirements.txt requirements.lock
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) .venv-peers .compressed .pytest_cache .mypy_cache .ruff_cache .hypothesis
