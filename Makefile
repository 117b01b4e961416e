# Two commands set a fresh machine up: `make dev` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help unit test check lint format coverage hooks constraints clean
BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | expand -t 14

unit: ## the tests of a minute: no emulator, no browser, no Node
	@tools/install.sh train
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not engine and not browser and not build and not stack and not container" \
	  tests/unit tests/contract tests/property tests/support shared/ghirbal

test: ## install what the tests need and run them all
	@tools/install.sh train ministack chromium node
	@$(MAKE) --no-print-directory front-install
	$(BIN)/pytest -n 2 --dist loadfile --durations=10 -m "not build and not stack and not container"

check: lint ## what CI asks beside the tests: style, types, template, built layer, budgets, drift
	@tools/install.sh train sam fuzz
	$(BIN)/ghirbal openapi --check
	$(BIN)/ghirbal lexicon build --check
	$(MAKE) --no-print-directory front-check
	$(BIN)/pytest tests/build
	$(MAKE) --no-print-directory local-test

lint: ## ruff, mypy and the import contracts on everything
	@tools/install.sh train
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

format: ## write everything as the checks want it: ruff, and Biome where it is installed
	@tools/install.sh train
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@test ! -d node_modules || npm run --silent format

coverage: ## branches of the package that the tests go through, 95 % at least (all but browser, build, stack)
	@tools/install.sh train ministack
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not browser and not build and not stack and not container" --cov --cov-report=term-missing

hooks: ## let git check each commit: ruff, mypy, import contracts, Biome, documents; no network when it runs
	@tools/install.sh train
	@test -x $(BIN)/pre-commit || $(BIN)/pip install -q -c constraints.txt pre-commit
	$(BIN)/pre-commit install

constraints: ## write constraints.txt from what is installed
	@tools/install.sh train
	(sed -n 1p constraints.txt; $(BIN)/pip freeze --exclude-editable | grep -v ' @ ' \
	  | sed -E 's/^((numpy|scipy|scikit-learn)==.*)$$/\1; python_version >= "3.13"/') > constraints.new
	mv constraints.new constraints.txt

clean: ## remove what was built and installed here
	rm -rf .venv .tools .aws-sam .dev build node_modules widget/node_modules console/node_modules

include $(wildcard tools/make/*.mk)
