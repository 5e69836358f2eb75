# The two commands: `make grade` and `make test`. Everything else serves them.
ASSIGNMENT ?= convolutions
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev build grade test test-kit test-grader test-fast lint format lab accuracy benchmark clean

help:          ## show this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/ready    ## install what grading needs into .venv
	@$(call need,bwrap:bubblewrap)

setup-dev: .venv/ready-dev    ## install what tests and checks need besides
	@$(call need,bwrap:bubblewrap chromium:chromium pg_ctlcluster:postgresql)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@test -d .venv || chmod go-rwx . || true  # solutions and grades are for nobody else
	$(PYTHON) -m venv .venv
	$(PIP) torch==2.13.0
	$(PIP) -e .
	@touch $@

.venv/ready-dev: .venv/ready
	$(PIP) -e '.[dev]'
	@touch $@

# The sandbox needs bubblewrap; some tests a browser and a PostgreSQL server. Pairs are program:package of Debian.
define need
for pair in $(1); do \
	command -v $${pair%%:*} >/dev/null && continue; \
	package=$${pair##*:}; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing $$package"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$package fonts-dejavu-core >/dev/null || exit 1; \
	else echo "$$package is missing: please install it (Debian, Ubuntu: sudo apt-get install $$package)"; fi; \
done
endef

build: setup   ## make the release for the students
	coursekit build $(ASSIGNMENT)

grade: build   ## grade what was handed in, or a sample class where there is nothing yet
	coursekit sample $(ASSIGNMENT)
	coursekit grade $(ASSIGNMENT)

test: setup-dev lint    ## run every test, and grade the grader
	@$(MAKE) --no-print-directory -j 2 test-kit test-grader

# Side by side: tests wait for much of their time, for what hangs to be given up, and meanwhile the gate calculates.
test-kit:
	pytest -q -n 3 --dist loadscope --no-loadscope-reorder

test-grader:
	nice -n 5 coursekit accuracy $(ASSIGNMENT) --check

test-fast: setup-dev    ## run the tests that answer soon
	pytest -q -n 3 --dist loadscope -m "not slow"

lint: setup-dev    ## check style, types, and who imports whom
	ruff format --check --quiet .
	ruff check --quiet .
	mypy --no-error-summary
	lint-imports --no-logo

format: setup-dev  ## put the code into its style
	ruff format .
	ruff check --fix .

lab: setup     ## open JupyterLab in the course folder
	jupyter lab

accuracy: setup-dev    ## measure how often the grader is wrong, and write docs/accuracy.md
	coursekit accuracy $(ASSIGNMENT)

benchmark: setup-dev   ## compare with nbgrader and Otter; takes an hour, see benchmarks/README.md
	python -m benchmarks

clean:         ## remove what grading made, but no submission and no gradebook
	rm -rf autograded/*/ feedback reports .mypy_cache .pytest_cache .ruff_cache
