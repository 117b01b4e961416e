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
