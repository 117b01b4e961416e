# Measured figures: docs/figures/*.json and the tables of docs/performance.md.
.PHONY: bench-start

bench-start: ## cold starts, warm calls and memory of the built functions in Lambda's own runtime (5 to 8 minutes)
	@tools/install.sh dev sam runtime ministack
	$(BIN)/ghirbal bench start
