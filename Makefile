# Everything sets itself up: a .venv with pinned packages and, as root on Debian, a browser and a Korean font.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help report test test-lab lab bench figures published lint system clean

help:
	@echo "make report   the pages on CrowdStrike and KakaoTalk in English and Korean, under reports/"
	@echo "make test     lint, types and tests"
	@echo "make test-lab every notebook run in a real JupyterLab, in a browser"
	@echo "make lab      JupyterLab on the notebooks"
	@echo "make bench    speed, side by side with other tools"
	@echo "make published  the numbers behind every figure again, under data/published/"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "outage-kit needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

system: $(READY)
	@$(BIN)/outage-kit doctor --install

report: system
	$(BIN)/outage-kit build
	$(BIN)/outage-kit report --outage crowdstrike-2024-07-19 --outage kakao-pangyo-2022-10-15 --lang en,ko --out reports/

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: system lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/benchmarks --ignore tests/browser/test_lab.py

test-lab: system
	$(BIN)/python -m pytest tests/browser/test_lab.py

lab: system
	$(BIN)/jupyter lab --notebook-dir notebooks

bench: system
	$(BIN)/python -m pytest tests/benchmarks -p no:randomly -s

published: $(READY)
	$(BIN)/outage-kit build
	$(BIN)/python -m kit.bundles.published

clean:
	rm -rf .venv reports data/build/outages.duckdb .mypy_cache .ruff_cache .pytest_cache
