# The front end: widget/ and console/ are built by Node; their dist/ is committed, so that only changing them needs it.
#   front-build    builds both
#   front-install  what they are built and tested with
#   front-check    lint, types, unit tests, builds again and fails when dist/ is not what the sources make
# Biome and the types of docs/openapi.json stand in the package.json above both (`npm run format`, `npm run api-types`).

.PHONY: front-node front-install front-build front-check

FRONT := widget console

front-node:
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null \
	  || { echo "the front end needs Node 20 or later: apt-get install nodejs npm"; exit 1; }

# npm ci only where the lock is newer than what is installed.
INSTALL := npm ci --no-audit --no-fund --loglevel=error

node_modules/.package-lock.json: package-lock.json
	$(INSTALL)

%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && $(INSTALL)

front-install: node_modules/.package-lock.json $(FRONT:%=%/node_modules/.package-lock.json)

front-build: ## build dist/ of widget and console (Node 20)
front-build: front-node front-install
	@for part in $(FRONT); do (cd $$part && npm run --silent build) || exit 1; done

front-check: ## fail when dist/ is not what the sources make, or types or unit tests fail
front-check: front-build
	@npm run --silent check || { echo "run 'npm run format', or 'npm run api-types' where the API changed"; exit 1; }
	@for part in $(FRONT); do (cd $$part && npm run --silent types && npm test --silent) || exit 1; done
	@git diff --exit-code --stat -- $(FRONT:%=%/dist) && test -z "$$(git status --porcelain -- $(FRONT:%=%/dist))" \
	  || { echo "dist/ is not what the sources make: run 'make front-build' and commit"; exit 1; }
