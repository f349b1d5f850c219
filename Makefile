# Good Eggs. `make` alone tells what there is to make.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types docs shown bench bench-dashboard calibrate lock clean servers

BIN := .venv/bin
READY := .venv/.ready
UV := $(BIN)/uv pip
# Where it is set, each Python that a command or a test starts compiles all its imports: five seconds.
unexport PYTHONDONTWRITEBYTECODE

help: ## tell what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## make .venv with everything that is pinned in requirements.lock

$(READY): requirements.lock requirements-setup.lock pyproject.toml .ci/make-venv
	@sh .ci/make-venv "$(PYTHON)"
	@echo "Installing the packages of requirements.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements-setup.lock
	@$(UV) install --quiet --require-hashes -r requirements.lock || \
		{ echo "uv could not install them; trying pip"; $(BIN)/python -m pip install --quiet \
		--disable-pip-version-check --require-hashes -r requirements.lock; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## load a fictional employer and show the answer in a browser
	@$(BIN)/goodeggs demo

servers: $(READY)
	@$(BIN)/python -m tests.servers.bring

test: $(READY) servers ## run every test; brings the Chromium and PostgreSQL that they need
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile

check: lint types test ## all that CI runs: format, lint, types, docs and tests

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

format: $(READY) ## format the code and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(READY) ## write the generated documents anew
	@$(BIN)/python -m etl.store.dictionary
	@$(BIN)/python -m etl.notes.measured

shown: $(READY) servers ## write what the docs show of the demo: sentences and pictures
	@$(BIN)/python -m benchmarks.shown

bench: $(READY) ## measure a run over 100 thousand applications
	@$(BIN)/python -m benchmarks

bench-dashboard: $(READY) servers ## measure the pages at a million applications
	@$(BIN)/python -m benchmarks.dashboard

calibrate: $(READY) ## ask fictional employers how often findings are right; SLOW=1 writes the page
	@$(BIN)/python -m calibration $(if $(SLOW),--slow)

lock: $(READY) ## pin the newest packages that pyproject.toml admits
	@$(UV) compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock
	@printf "uv\neditables\n" | $(UV) compile - --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements-setup.lock

clean: ## remove .venv and what the tools left behind
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache goodeggs-demo
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
