# An index: the work is in scripts/, one purpose each.
.DEFAULT_GOAL := help
.PHONY: run test build dev screenshots bench help

run: ## Build what changed and serve the demo fleet on 127.0.0.1:3000 (LISTEN=, EMULATOR=, ARGS= change that)
	@scripts/run

test: ## Run everything CI runs
	@scripts/test

build: ## Build both halves in release
	@scripts/build

dev: ## Serve, and rebuild on every save
	@scripts/dev

screenshots: ## Write the README's pictures into docs/screenshots
	@scripts/screenshots

bench: ## Print the table of measured ratios
	@scripts/bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
