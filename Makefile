# What CI does, by hand. `make` alone checks everything that a commit needs.

GOLANGCI_LINT_VERSION = v2.15.0

.PHONY: all demo test long lint bench fuzz sample-data screenshots tools echarts

all: lint test

demo:
	go run ./cmd/clientele demo

test:
	go test ./...

# The simulations, kills and comparisons at full size.
long:
	.ci/long

lint:
	golangci-lint run ./...

# Ratios to bare DuckDB, excelize and the like, in the same run.
bench:
	go test -run '^$$' -bench . -benchtime 1x ./...

# Every fuzz target for a while: make fuzz FUZZTIME=5m
FUZZTIME ?= 20s
fuzz:
	.ci/fuzz $(FUZZTIME)

sample-data:
	go run ./sample-data/gen -out sample-data -seed 20261101

# The pictures of docs, of the demo's reports: needs chromium, and LibreOffice
# and pdftoppm for paper and workbook.
screenshots:
	go run ./reports/internal/gallery

tools:
	go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)

# The chart library's part that the page uses. Only this needs Node.
echarts:
	cd reports/html/assets/build && npm ci --no-audit --no-fund && npm run build
