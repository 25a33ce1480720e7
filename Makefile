# What each target runs is a script in scripts/; see CONTRIBUTING.md.

.PHONY: help setup demo test test-all lint test-rust test-elixir test-examples test-demo test-newest dialyzer docs agreement hygiene bench picture fuzz
.NOTPARALLEL:

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\): .*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

setup: ## installs what is missing: Elixir and a linker; Rust must be there
	@scripts/setup.sh

demo: ## shows the tool at work in a new Mix project
	@scripts/demo.sh

test: ## runs the formatters, linters and tests that run on each change
	@scripts/test.sh

test-all: ## runs everything; takes an hour
	@scripts/test.sh --all

lint: ## runs the formatters and linters
	@scripts/test.sh lint

test-rust: ## runs the tests of the Rust core
	@scripts/test.sh rust

test-elixir: ## runs the tests of the Elixir package
	@scripts/test.sh elixir

test-examples: ## runs the tests of the projects in examples/
	@scripts/test.sh examples

test-demo: ## runs the demo quietly
	@scripts/test.sh demo

test-newest: ## runs the tests on the newest Elixir, in a chroot
	@scripts/test.sh newest

dialyzer: ## looks for types that do not fit
	@scripts/test.sh dialyzer

docs: ## builds the documentation
	@scripts/test.sh docs

agreement: ## tries five million random terms on random schemas; ARGS="--seed 1" replays a run
	@scripts/agreement.sh $(ARGS)

hygiene: setup ## tries every word of both languages as a name in every place
	@HYGIENE=whole mix test test/rust_in_elixir/hygiene

bench: setup ## measures the figures of docs/costs.md
	@bench/run

picture: ## draws the picture in the README from a real run
	@scripts/picture.sh

fuzz: ## holds the core to its promises on hostile input, for FUZZ_SECONDS each
	@scripts/fuzz.sh
