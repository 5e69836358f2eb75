# The two commands: `make grade` and `make test`. Everything else serves them.
ASSIGNMENT ?= convolutions
PYTHON ?= python3
# Where torch is without CUDA, several gigabytes smaller: graders compute on the processor. Empty: not there.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-jax setup-tensorflow mxnet programs build grade test test-kit test-grader test-frameworks test-frameworks-fast test-mxnet test-fast lint format lab accuracy benchmark pictures clean

help:          ## show this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: programs .venv/ready    ## install what grading needs into .venv

setup-dev: programs .venv/ready-dev    ## install what tests and checks need besides
	@$(call need,chromium:chromium+fonts-dejavu-core pg_ctlcluster:postgresql npm:npm,true)
	@test -e $(PROXY) || ! command -v npm >/dev/null || timeout 300 \
		npm install --loglevel=error --no-audit --no-fund --global --prefix .venv configurable-http-proxy@4.6.3 || \
		echo "configurable-http-proxy is not installed, and what is tested with a JupyterHub will be left out; run make again"

# What a JupyterHub sends people to its services and servers by; the last version that Debian 12's node runs.
PROXY := $(BIN)/configurable-http-proxy
# Node goes by certificates of its own; behind a company's proxy, those of the system are needed as well.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

setup-jax: setup       ## install JAX and Flax besides, for assignments in it
	$(PIP) -e '.[jax]'

setup-tensorflow: setup    ## install TensorFlow besides, for assignments in it
	$(PIP) -e '.[tensorflow]'

mxnet: .venv-mxnet/ready    ## make an environment of its own for MXNet, for assignments in it

# MXNet is archived: its last version needs a NumPy before 1.24, which no Python after 3.11 has.
.venv-mxnet/ready: constraints-mxnet.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "MXNet needs Python 3.11; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv --clear .venv-mxnet
	.venv-mxnet/bin/python -m pip install --quiet --disable-pip-version-check -r constraints-mxnet.txt
	@touch $@

# Said before anything is installed, which takes minutes.
programs:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || test -e .venv/ready || { echo "this Python cannot make environments: please install that (Debian, Ubuntu: sudo apt-get install python3-venv)"; exit 1; }
	@$(call need,bwrap:bubblewrap,exit 1)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Where a Jupyter server looks for its extensions; pip puts nothing there with -e.
SERVER := .venv/etc/jupyter/jupyter_server_config.d

.venv/ready: pyproject.toml constraints.txt coursekit/templates/jupyter/coursekit.json
	@test -d .venv || chmod go-rwx . || true  # solutions and grades are for nobody else
	$(PYTHON) -m venv .venv
	$(PIP) $(if $(TORCH_INDEX),--retries 2 --extra-index-url $(TORCH_INDEX)) torch==2.13.0
	$(PIP) -e .
	@install -D -m 644 -t $(SERVER) coursekit/templates/jupyter/coursekit.json
	@touch $@

.venv/ready-dev: .venv/ready
	$(PIP) -e '.[dev]'
	@touch $@

# Pairs are program:package of Debian, with + between several. What an account may not install, it is asked for; then
# the second argument is done: without bubblewrap nobody is graded, while most tests need neither browser nor database.
define need
missing=; \
for pair in $(1); do \
	command -v $${pair%%:*} >/dev/null && continue; \
	packages=$$(echo $${pair##*:} | tr + ' '); \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing $$packages"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$packages >/dev/null || exit 1; \
	else echo "please install $$packages (Debian, Ubuntu: sudo apt-get install $$packages), and run make again"; missing=1; fi; \
done; \
[ -z "$$missing" ] || { $(2); }
endef

build: setup   ## make the release for the students
	coursekit build $(ASSIGNMENT)

grade: build   ## grade what was handed in, or a sample class where there is nothing yet
	coursekit sample $(ASSIGNMENT)
	coursekit grade $(ASSIGNMENT)

test: setup-dev    ## run every test, and grade the grader
	@$(MAKE) --no-print-directory -j 3 lint test-kit test-grader

# Side by side: tests wait for much of their time, for what hangs to be given up, and meanwhile the gate calculates.
test-kit:
	pytest -q -n 4 --dist loadscope --no-loadscope-reorder

test-grader:
	@for assignment in $(notdir $(patsubst %/,%,$(sort $(dir $(wildcard tests/hidden/*/test_*.py))))); do \
		echo "$$assignment"; nice -n 5 coursekit accuracy $$assignment --check --seeds 3 || exit 1; \
	done

test-other-courses: setup-dev    ## compare with stock nbgrader: courses and some 280 small cells that know nothing of the kit
	pytest -q tests/kit/teaching/test_other_courses.py tests/kit/teaching/test_other_cells.py \
		tests/kit/teaching/test_odd_courses.py tests/kit/teaching/test_nbgraders_features.py tests/kit/teaching/test_written_files.py

test-frameworks: setup-dev setup-jax setup-tensorflow    ## install every framework, and run what is tested in each
	HOSTILE=all pytest -q -n 2 --dist loadscope tests/kit/test_framework_courses.py tests/kit/sandbox/test_frameworks.py \
		tests/kit/sandbox/test_other_frameworks.py tests/kit/sandbox/test_compiled.py tests/kit/test_install.py \
		tests/kit/sandbox/test_hostile_frameworks.py

COURSES := tests/kit/test_framework_courses.py

# What CI runs besides `make test`, which leaves out what is not installed: the adapters, and one class in each.
test-frameworks-fast: setup-dev setup-jax setup-tensorflow    ## install every framework, and run so much in each as takes minutes
	pytest -q -n 2 --dist loadscope --no-loadscope-reorder $(COURSES)::test_one_notebook_is_graded_in_jax \
		'$(COURSES)::test_a_class_is_graded_from_release_to_feedback[tensorflow]' tests/kit/sandbox/test_frameworks.py \
		tests/kit/sandbox/test_other_frameworks.py tests/kit/sandbox/test_compiled.py tests/kit/test_install.py

test-mxnet: setup-dev mxnet    ## make that environment, and run what is tested in it
	pytest -q -n 2 --dist loadscope -m mxnet

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

accuracy: setup-dev    ## measure how often the grader is wrong, and write its page in docs/
	coursekit accuracy $(ASSIGNMENT)

benchmark: setup-dev   ## compare with nbgrader and Otter; takes an hour, see benchmarks/README.md
	python -m benchmarks

pictures: setup-dev    ## make the pictures of the documentation anew, in docs/pictures
	PICTURES=docs/pictures pytest -q -n 0 tests/kit/course/test_cycle.py

clean:         ## remove what grading made, but no submission and no gradebook
	rm -rf autograded/*/ feedback reports .mypy_cache .pytest_cache .ruff_cache
