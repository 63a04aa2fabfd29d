// Command longtests prints the arguments of a `go test` that runs, of the
// module in the working folder, the tests that are longer where CLIENTELE_LONG
// is set, and no others: a pattern of their names, and their packages.
//
//	go run ./internal/longtests | CLIENTELE_LONG=1 xargs -d '\n' go test
//
// They are found in the source: a test is long where it, or something of its
// package that it names, directly or over others, asks for the variable. So
// nobody keeps a list, and a test that asks in a roundabout way is found too.
package main

import (
	"fmt"
	"os"
)

func main() {
	found, err := find(os.DirFS("."))
	if err != nil {
		fmt.Fprintln(os.Stderr, "longtests:", err)
		os.Exit(1)
	}
	for _, argument := range arguments(found) {
		fmt.Println(argument)
	}
}
