// Command clientele reads a company's exports and writes the workbooks and
// pages that say who its customers are, what they are worth, who is leaving
// and what the next months bring.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // a machine without time zones must run jobs at the same times
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], system())
	stop()
	os.Exit(code)
}
