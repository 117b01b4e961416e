# Building for the cloud, and the two local stacks that need sam.
.PHONY: build stack stack-up local local-test

build: ## layer and functions as `sam deploy` takes them, for the Architecture in samconfig.toml
	@tools/install.sh sam
	PATH="$$(dirname "$$(tools/find_python.sh 13)"):$$PATH" SAM_CLI_TELEMETRY=0 .tools/sam/bin/sam build

stack: ## deploy template.yaml onto a local emulator and run the end-to-end test there
	@tools/install.sh dev sam ministack
	GHIRBAL_CI=1 $(BIN)/pytest -m stack tests/stack

stack-up: ## the same stack for looking at: stays until Ctrl-C
	@tools/install.sh dev sam ministack
	$(BIN)/python -m ghirbal_tools.stack

local: ## `sam local start-api` in containers, where an engine is there (SAM_LOCAL=--skip-pull-image: offline)
	@tools/install.sh dev sam ministack
	$(BIN)/python -m ghirbal_tools.stack.local $(SAM_LOCAL)

local-test: ## a comment's way through `sam local`, where a container engine answers; says so where none does
	@tools/install.sh dev sam ministack
	GHIRBAL_SAM_LOCAL="$(SAM_LOCAL)" $(BIN)/pytest -q tests/local
