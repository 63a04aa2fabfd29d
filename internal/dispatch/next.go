package dispatch

import (
	"slices"
	"strings"
	"time"

	"clientele/internal/pipeline"
	"clientele/internal/schedule"
)

// Coming is a time at which a job will run.
type Coming struct {
	Job  string    `json:"job"`
	At   time.Time `json:"at"` // in the job's zone
	Zone string    `json:"time_zone"`
}

// Next lists the coming times of the jobs of a config, so many of each, the
// nearest first.
func Next(config *pipeline.Config, now time.Time, count int) []Coming {
	coming := []Coming{}
	for i := range config.Jobs {
		job := &config.Jobs[i]
		from := now
		for range count {
			slot, ok := job.Spec().Next(from, job.Zone())
			if !ok {
				break
			}
			coming = append(coming, Coming{Job: job.Name, At: slot.At.In(job.Zone()), Zone: job.Zone().String()})
			from = slot.At
		}
	}
	slices.SortStableFunc(coming, func(a, b Coming) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.Job, b.Job)
	})
	return coming
}

// scheduled are the jobs of a config as the schedule knows them.
func scheduled(config *pipeline.Config) []schedule.Job {
	var jobs []schedule.Job
	for i := range config.Jobs {
		job := &config.Jobs[i]
		jobs = append(jobs, schedule.Job{Name: job.Name, Spec: job.Spec(), Zone: job.Zone(), Late: job.Late.Duration})
	}
	return jobs
}
