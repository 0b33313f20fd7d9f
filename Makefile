# Two commands do everything on a machine with only Python (3.11-3.13) and make:
#   make demo    set up, run the main job on the corpus, show the claims
#   make test    set up, run the tests
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run-installed
DEV := .venv/.dev-installed

.PHONY: demo test check format lock clean
export PEERS DATA ARGS
.DEFAULT_GOAL := demo

# setuptools comes first, from the lock, so that source-only packages (jieba) build with it and not with the newest.
define install
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
endef

$(RUN): requirements/build.txt requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt)
	touch $@

$(DEV): requirements/build.txt requirements/dev.txt pyproject.toml
	$(call install,requirements/dev.txt)
	touch $@ $(RUN)

demo: $(RUN)  ## set up and run the main job on the corpus
	$(BIN)/hanclaim run corpus/raw -o out/demo --workers 2
	$(BIN)/hanclaim show out/demo/claims.jsonl --limit 4
	@echo "All claims, as JSON Lines: out/demo/claims.jsonl"

test: $(DEV)  ## set up and run the tests
	$(BIN)/python -m pytest

check: $(DEV)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench-%: $(DEV)  ## print one benchmark's table: bench-repair, bench-outline, ...; PEERS=dir and DATA=dir name outside material
	$(BIN)/python bench/$*.py $(ARGS)

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## resolve again, for the oldest Python we serve; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras \
	  --group pyproject.toml:dev pyproject.toml -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	echo "setuptools" | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -c requirements/dev.txt - -o requirements/build.txt

clean:
	rm -rf .venv out
