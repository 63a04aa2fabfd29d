package dispatch

import (
	"crypto/sha256"
	"encoding/hex"
	"os"

	"clientele/internal/pipeline"
)

// reload takes up a config that was changed, so that a schedule that runs for
// months needs no restart. While it cannot be read the jobs go on as they were,
// and the owner hears of it once for each state of the file.
func (d *Dispatcher) reload() {
	sum := fileSum(d.config.Path())
	if sum == d.read {
		return
	}
	first := d.read == ""
	d.read = sum
	if first {
		return
	}
	config, err := pipeline.ReadConfig(d.config.Path())
	if err != nil {
		if err := d.noteBroken(err); err != nil {
			d.tell("%v", err)
		}
		return
	}
	if config.StateFolder() != d.config.StateFolder() {
		d.tell("the config names another folder for its state; restart to use it")
		return
	}
	d.config, d.options.Broken = config, nil
	d.tell("the config was changed and is read anew")
	d.tellComing()
}

// configJob stands for the job where none is meant but the config.
const configJob = "config"

// fileSum is what a file's content is known by; that of a file that cannot be
// read is one too.
func fileSum(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return "unreadable: " + err.Error()
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
