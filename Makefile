# Every command. Each sets up what it needs: run.stamp marks what the dashboard needs as installed, dev.stamp what tests and checks add.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run edit test soak check bench data format geo docs lock screenshot clean

run: $(VENV)/run.stamp
	$(BIN)/python app.py --port $(PORT)

edit: $(VENV)/run.stamp
	$(BIN)/python -m caveat edit

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --cov

# The long tests: fuzz, floods, replicas, every page in three engines. -s shows what they measured.
soak: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -o addopts="-q -s" tests/soak tests/browser/engines/test_looks.py

check: $(VENV)/dev.stamp
	$(EXPORT) --no-dev | diff --brief requirements.txt -
	$(EXPORT) --only-group lock | diff --brief .ci/requirements-uv.txt -
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

# uv.lock holds what pyproject.toml asks for, with all that it needs in turn, each file by its hash. What pip reads is exported from it:
# requirements.txt to run the dashboard, .ci/requirements-uv.txt to install uv, which installs the rest.
EXPORT := $(BIN)/uv export --quiet --locked --offline --no-emit-project --no-annotate
lock: $(VENV)/dev.stamp
	$(BIN)/uv lock
	$(EXPORT) --no-dev > requirements.txt
	$(EXPORT) --only-group lock > .ci/requirements-uv.txt

PIP := python -m pip install --quiet --disable-pip-version-check --require-hashes
$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/$(PIP) -r requirements.txt
	$(BIN)/python -m scripts.compress_static
	touch $@

$(VENV)/dev.stamp: uv.lock $(VENV)/run.stamp
	$(BIN)/$(PIP) -r .ci/requirements-uv.txt
	$(BIN)/uv sync --quiet --locked --no-install-project
	touch $@

.venv-peers/stamp: uv.lock $(VENV)/dev.stamp
	UV_PROJECT_ENVIRONMENT=.venv-peers $(BIN)/uv sync --quiet --locked --no-install-project --no-dev --group bench --python $(BIN)/python
	touch $@

clean:
	rm -rf $(VENV) .venv-peers .compressed .coverage .import_linter_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
