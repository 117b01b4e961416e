# The local stack in one process: pages, API, embedded AWS, sign-in, mails.
.PHONY: dev
PORT ?= 8787

dev: ## install what it needs and run the whole service here (PORT=8787; DEMO=1: with a week of comments)
	@tools/install.sh dev
	@$(BIN)/ghirbal dev --port $(PORT) $(if $(DEMO),--demo)
