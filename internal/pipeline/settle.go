package pipeline

import (
	"fmt"

	"clientele/internal/job"
	"clientele/internal/lake"
)

// What becomes of the rows of files that are no longer there, as the config
// says it.
const (
	keepRemoved   = "keep"
	forgetRemoved = "forget"
)

// settle decides about loads of files that no source reads any more. A file
// that bears another name now, and one that is a copy of another, came in under
// the other name, so the old load goes. One that is gone stays or goes as the
// config says: who archives last year's exports wants to keep their rows, who
// throws a wrong file away does not.
func (w *work) settle(transaction *lake.Transaction, exports []export, report *job.Reporter) {
	there, came := map[[2]string]bool{}, map[[3]string]bool{}
	for _, export := range exports {
		there[[2]string{export.Source.Name, export.Name}] = true
	}
	for _, load := range w.out.read {
		came[[3]string{load.Source, load.FileSHA256, load.Member}] = true
		there[[2]string{load.Source, load.File}] = true
	}
	for _, source := range w.config.Sources {
		var gone []lake.Load
		for _, load := range transaction.Base().Loads {
			if load.Source != source.Name || there[[2]string{load.Source, load.File}] {
				continue
			}
			if came[[3]string{load.Source, load.FileSHA256, load.Member}] || w.config.RemovedFiles == forgetRemoved {
				transaction.DropLoad(load.ID)
				if !came[[3]string{load.Source, load.FileSHA256, load.Member}] {
					w.out.forgotten = append(w.out.forgotten, load.File)
				}
			} else {
				gone = append(gone, load)
			}
		}
		if len(gone) > 0 {
			report.Warn(removedSentence(source.Name, gone))
		}
	}
}

func removedSentence(source string, gone []lake.Load) string {
	if len(gone) == 1 {
		return fmt.Sprintf("%s: the file %s is no longer there; what it brought stays in the lake (removed_files: forget takes it out)", source, gone[0].File)
	}
	return fmt.Sprintf("%s: %s files are no longer there, for example %s; what they brought stays in the lake (removed_files: forget takes it out)",
		source, grouped(int64(len(gone))), gone[0].File)
}
