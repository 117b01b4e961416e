# Two commands set a fresh machine up: `make dev` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help test check lint constraints clean
BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | expand -t 14

test: ## install what the tests need and run them all
	@tools/install.sh train ministack chromium node
	@$(MAKE) --no-print-directory front-install
	$(BIN)/pytest -n 2 --dist loadfile -m "not build and not stack"

check: lint ## what CI asks beside the tests: style, types, template, built layer, budgets, drift
	@tools/install.sh train sam
	$(BIN)/ghirbal openapi --check
	$(BIN)/ghirbal lexicon build --check
	$(MAKE) --no-print-directory front-check
	$(BIN)/pytest tests/build

lint: ## ruff, mypy and the import contracts on everything
	@tools/install.sh train
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

constraints: ## write constraints.txt from what is installed
	@tools/install.sh train
	(sed -n 1p constraints.txt; $(BIN)/pip freeze --exclude-editable | grep -v ' @ ' \
	  | sed -E 's/^((numpy|scipy|scikit-learn)==.*)$$/\1; python_version >= "3.13"/') > constraints.new
	mv constraints.new constraints.txt

clean: ## remove what was built and installed here
	rm -rf .venv .tools .aws-sam .dev build node_modules widget/node_modules console/node_modules

include $(wildcard tools/make/*.mk)
