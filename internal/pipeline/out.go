package pipeline

import (
	"clientele/internal/job"
	"clientele/internal/lake"
)

// out gathers what a run brings to its end.
type out struct {
	files      *job.Outputs
	read       []lake.Load     // of the files that the config names
	loads      []job.LoadCount // those of them that were loaded in this run
	known      int             // files that the lake had already
	forgotten  []string        // files that are gone, and what they brought with them
	unfinished error           // a model that did not converge
	reports    []Report        // in the order of the config
	workbook   string          // of the complete report, or of the only document
	page       string
	findings   []string
	told       *lake.Told // what the ledger keeps of the forecast
}

func newOut() *out { return &out{} }

const (
	answersFolder = "answers"
	rejectsName   = "rejects.csv"
	rejectedCells = "rejected_cells"
)
