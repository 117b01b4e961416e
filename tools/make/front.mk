# The front end: widget/ and console/ are built by Node; their dist/ is committed, so that only changing them needs it.
#   front-build  builds both
#   front-check  types, unit tests, builds again and fails when dist/ is not what the sources make

.PHONY: front-build front-check

FRONT := widget console

# npm ci only where the lock is newer than what is installed.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund --loglevel=error

front-build: $(FRONT:%=%/node_modules/.package-lock.json)
	@for part in $(FRONT); do (cd $$part && npm run --silent build) || exit 1; done

front-check: front-build
	@for part in $(FRONT); do (cd $$part && npm run --silent types && npm test --silent) || exit 1; done
	@git diff --exit-code --stat -- $(FRONT:%=%/dist) && test -z "$$(git status --porcelain -- $(FRONT:%=%/dist))" \
	  || { echo "dist/ is not what the sources make: run 'make front-build' and commit"; exit 1; }
