package pipeline

import (
	"os"

	"clientele/etl"
	"clientele/internal/job"
)

// reading estimates how many rows a load will read, from the bytes that are
// behind and before it: formats and widths differ, but nothing better is known
// before a file is opened.
type reading struct {
	report *job.Reporter
	bytes  float64 // of the files that are to be read
	done   float64 // of those that have been read
	rows   int64   // of those that have been read
	seen   int64   // of the file that is being read
}

func newReading(exports []export, report *job.Reporter) *reading {
	r := &reading{report: report}
	report.Files(len(exports))
	for _, export := range exports {
		r.bytes += size(export)
	}
	return r
}

// size is a file's length; that of one which cannot be read is asked of the
// reader, which says why.
func size(file export) float64 {
	info, err := os.Stat(file.Path)
	if err != nil {
		return 0
	}
	return float64(info.Size())
}

// begin gives what a file's reader reports to.
func (r *reading) begin(file export) etl.Report {
	r.seen = 0
	r.report.Begin(file.Name)
	return func(rows int64, part float64) {
		if behind := r.done + part*size(file); part > 0 && behind > 0 {
			r.report.Total(int64(float64(r.rows+rows) / behind * r.bytes))
		}
		r.report.Add(rows - r.seen)
		r.seen = rows
	}
}

// end counts a file as read, or as one that need not be.
func (r *reading) end(file export, skipped bool) {
	defer r.report.End(!skipped)
	if skipped {
		r.bytes -= size(file)
		return
	}
	r.done += size(file)
	r.rows += r.seen
}
