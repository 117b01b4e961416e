# Measured figures: docs/figures/*.json and the tables of docs/performance.md.
.PHONY: bench bench-start bench-service bench-engine

bench: bench-service bench-engine ## the service beside isso, the engine beside word filters

bench-service: ## posts, lists and counts beside isso's, the same comments (3 minutes)
	@tools/install.sh dev ministack peers
	$(BIN)/ghirbal bench service

bench-engine: ## what the engine and word filters from PyPI find in the same sentences, and what a text costs (1 minute)
	@tools/install.sh dev peers
	$(BIN)/ghirbal bench engine

bench-start: ## cold starts, warm calls and memory of the built functions in Lambda's own runtime (5 to 8 minutes)
	@tools/install.sh dev sam runtime ministack
	$(BIN)/ghirbal bench start

# `make check` has the same with a short budget.
.PHONY: fuzz
FUZZ_SECONDS ?= 600

fuzz: ## made-up requests against the whole service, damaged bodies, tokens and exports, for FUZZ_SECONDS and more
	@tools/install.sh train fuzz
	GHIRBAL_FUZZ_SECONDS=$(FUZZ_SECONDS) GHIRBAL_FUZZ_SEED=$${GHIRBAL_FUZZ_SEED:-$$(date +%s)} $(BIN)/pytest -q tests/build/test_fuzz.py
	$(BIN)/pytest -q --hypothesis-profile=fuzz tests/property
