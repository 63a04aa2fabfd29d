package pipeline

import (
	"context"
	"time"

	"clientele/internal/job"
	"clientele/internal/lake"
)

// finish writes the manifest and puts the folder in place.
func (w *work) finish(ctx context.Context, results []job.Result) (Outcome, error) {
	outcome := Outcome{
		AsOf: w.asOf, Snapshot: w.snapshot.Version, Loads: w.out.loads, Known: w.out.known, Forgotten: w.out.forgotten, Warnings: job.Warnings(results),
		Reports: w.out.reports, Workbook: w.out.workbook, Page: w.out.page, Findings: w.out.findings,
	}
	if w.out.files == nil || ctx.Err() != nil {
		return outcome, ctx.Err()
	}
	outcome.Folder = w.folder()
	manifest, err := w.manifest(results)
	if err != nil {
		return outcome, err
	}
	path, err := w.out.files.Path(job.ManifestName)
	if err != nil {
		return outcome, err
	}
	if err := job.WriteManifest(path, manifest); err != nil {
		return outcome, err
	}
	if err := w.tell(); err != nil {
		return outcome, err
	}
	return outcome, w.out.files.Publish()
}

func (w *work) manifest(results []job.Result) (job.Manifest, error) {
	outputs, err := w.out.files.Files()
	if err != nil {
		return job.Manifest{}, err
	}
	manifest := job.Manifest{
		Clientele: w.options.Version, AsOf: w.asOf.Format(time.DateOnly), Config: w.config.hash, Snapshot: w.snapshot.Version,
		Outputs: outputs, Steps: w.stepCounts(results), Warnings: job.Warnings(results),
	}
	for _, load := range w.snapshot.Loads {
		manifest.Inputs = append(manifest.Inputs, job.FileHash{File: load.File, SHA256: load.FileSHA256})
		manifest.Counts = append(manifest.Counts, loadCount(load))
	}
	manifest.Inputs = append(manifest.Inputs, w.config.look.inputs...)
	return manifest, nil
}

// stepCounts are the steps with their rows. Those of a load are the rows behind
// the snapshot, whether this run read them or an earlier one did: the manifest
// is of what the figures are made of.
func (w *work) stepCounts(results []job.Result) []job.StepCount {
	counts := job.StepCounts(results)
	for i := range counts {
		if counts[i].Name != loadStep {
			continue
		}
		counts[i].Rows = 0
		for _, load := range w.snapshot.Loads {
			counts[i].Rows += load.Read
		}
	}
	return counts
}

// loadCount is a load as the manifest and the command line tell it.
func loadCount(load lake.Load) job.LoadCount {
	return job.LoadCount{
		Source: load.Source, File: load.File, Entity: load.Entity,
		Read: load.Read, Loaded: load.Loaded, Excluded: load.Excluded, Rejected: load.Rejected,
		AmountRead: load.AmountRead, AmountLoaded: load.AmountLoaded,
		AmountExcluded: load.AmountExcluded, AmountRejected: load.AmountRejected, UnreadableAmounts: load.UnreadableAmounts,
	}
}

// complaint is what a finished run still has to say by its exit code.
func (w *work) complaint() error {
	for _, load := range w.out.read {
		if float64(load.Rejected)*100 > w.config.Limits.Rejected*float64(load.Read) {
			return &RejectedError{File: load.File, Rejected: load.Rejected, Read: load.Read, Allowed: w.config.Limits.Rejected}
		}
	}
	return w.out.unfinished
}
