// Command gen writes the exports of an invented company, Samovar & Sol, which
// sells tea, coffee and tableware, and the truth about them: what is dirty,
// who is the same person, and which model made the purchases.
//
// The same seed gives the same bytes: it reads no clock and no environment.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "", "folder that gets exports/ and truth/")
	seed := flags.Uint64("seed", 20261101, "seed of everything random")
	months := flags.Bool("months", false, "print the revenue of each month")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *out == "" && !*months {
		_, _ = fmt.Fprintln(stderr, "gen: nothing to do: give -out DIR or -months")
		return 2
	}
	files, known, err := build(*seed)
	if err == nil && *out != "" {
		err = writeAll(*out, files)
	}
	if err == nil && *months {
		err = printMonths(stdout, known)
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "gen:", err)
		return 1
	}
	return 0
}

// file is one output, its path relative to the folder that is written to.
type file struct {
	Path    string
	Content []byte
}

// build makes every file of one seed in memory.
func build(seed uint64) ([]file, truth, error) {
	c, err := newCompany(seed)
	if err != nil {
		return nil, truth{}, err
	}
	known := newTruth(seed, c)
	writers := []struct {
		path  string
		bytes func() ([]byte, error)
	}{
		{"exports/1c-sales.xlsx", func() ([]byte, error) { return accountingWorkbook(c.Accounting) }},
		{"exports/amocrm_export_contacts.csv", func() ([]byte, error) { return contactsCSV(c.Contacts) }},
		{"exports/amocrm_export_leads.csv", func() ([]byte, error) { return dealsCSV(c) }},
		{"exports/crm-events.csv", func() ([]byte, error) { return eventsCSV(c.Events) }},
		{"exports/mailing-campaigns.csv", func() ([]byte, error) { return campaignsCSV(c) }},
		{"exports/mailing-members.csv", func() ([]byte, error) { return membersCSV(c) }},
		{"exports/mailing-subscribers.csv", func() ([]byte, error) { return subscribersCSV(c) }},
		{"exports/plan.csv", func() ([]byte, error) { return planCSV(c, known.Months) }},
		{"exports/shop-orders.csv", func() ([]byte, error) { return shopCSV(c.Shop) }},
		{"truth/truth.json", known.JSON},
		{"truth/identities.csv", func() ([]byte, error) { return identitiesCSV(c) }},
		{"truth/customers.csv", func() ([]byte, error) { return customersCSV(c) }},
	}
	files := make([]file, 0, len(writers))
	for _, w := range writers {
		content, err := w.bytes()
		if err != nil {
			return nil, truth{}, fmt.Errorf("make %s: %w", w.path, err)
		}
		files = append(files, file{Path: w.path, Content: content})
	}
	return files, known, nil
}

func writeAll(folder string, files []file) error {
	for _, f := range files {
		path := filepath.Join(folder, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func printMonths(w io.Writer, known truth) error {
	for _, m := range known.Months {
		if _, err := fmt.Fprintf(w, "%s  accounting %10s  shop %10s  net %10s\n",
			m.Month, m.Accounting, m.Shop, m.Net); err != nil {
			return err
		}
	}
	return nil
}
