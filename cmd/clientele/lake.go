package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/lake"
	"clientele/internal/pipeline"
)

func newLakeCommand(env environment) *cobra.Command {
	command := &cobra.Command{
		Use: "lake", Short: "look after the lake: list, verify, rollback, gc", Args: cobra.NoArgs,
		Long: "The lake is a folder of immutable Parquet files and of snapshots that list them.",
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	var config string
	command.PersistentFlags().StringVarP(&config, configFlag, "c", configName, configUsage)
	open := func() (*lake.Lake, error) {
		settings, err := pipeline.ReadConfig(config)
		if err != nil {
			return nil, err
		}
		return pipeline.OpenLake(settings)
	}
	command.AddCommand(newLakeList(env, open), newLakeVerify(env, open), newLakeRollback(env, open), newLakeGC(env, open))
	return command
}

func newLakeList(env environment, open func() (*lake.Lake, error)) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use: "list", Short: "list the snapshots", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			opened, err := open()
			if err != nil {
				return err
			}
			snapshots, err := opened.List()
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(env.stdout, snapshotsJSON(snapshots))
			}
			columns := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
			fmt.Fprintln(columns, "snapshot\tpublished\tfiles\trows\tbytes\t")
			for _, s := range snapshotsJSON(snapshots) {
				fmt.Fprintf(columns, "%d\t%s\t%s\t%s\t%s\t%s\n", s.Version, s.Published, whole(s.Files), whole(s.Rows), whole(s.Bytes), s.Damage)
			}
			return columns.Flush()
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return command
}

// snapshotJSON is a snapshot for programs.
type snapshotJSON struct {
	Version   int    `json:"snapshot"`
	Published string `json:"published"`
	Files     int64  `json:"files"`
	Rows      int64  `json:"rows"`
	Bytes     int64  `json:"bytes"`
	Damage    string `json:"damage,omitempty"` // why it cannot be read
}

func snapshotsJSON(listed []lake.Listing) []snapshotJSON {
	out := []snapshotJSON{}
	for _, entry := range listed {
		one := snapshotJSON{Version: entry.Version, Published: entry.PublishedAt.UTC().Format(time.RFC3339), Files: int64(len(entry.Snapshot.Files))}
		if entry.Damage != nil {
			one.Damage = entry.Damage.Error()
		}
		for _, file := range entry.Snapshot.Files {
			one.Rows += file.Rows
			one.Bytes += file.Bytes
		}
		out = append(out, one)
	}
	return out
}

func newLakeVerify(env environment, open func() (*lake.Lake, error)) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "compare every file with its hash", Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			opened, err := open()
			if err != nil {
				return err
			}
			problems, err := opened.Verify(command.Context())
			if err != nil {
				return err
			}
			for _, problem := range problems {
				where := ""
				if len(problem.Versions) > 0 {
					where = " (in " + listed("snapshot", problem.Versions) + ")"
				}
				fmt.Fprintf(env.stdout, "%s: %s%s\n", problem.Path, problem.What, where)
			}
			if len(problems) > 0 {
				return damage(opened, problems)
			}
			_, err = fmt.Fprintln(env.stdout, "every file of every snapshot is as it was written")
			return err
		},
	}
}

// damage says which snapshot can still be trusted.
func damage(opened *lake.Lake, problems []lake.Problem) error {
	snapshots, err := opened.List()
	if err != nil {
		return err
	}
	failed := &pipeline.DamageError{Damaged: len(problems)}
	for _, snapshot := range snapshots {
		if !slices.ContainsFunc(problems, func(p lake.Problem) bool { return slices.Contains(p.Versions, snapshot.Version) }) {
			failed.Sound = snapshot.Version
		}
	}
	return failed
}

// listed is "snapshot 1" or "snapshots 1, 2".
func listed(noun string, numbers []int) string {
	texts := make([]string, len(numbers))
	for i, number := range numbers {
		texts[i] = strconv.Itoa(number)
	}
	if len(numbers) != 1 {
		noun += "s"
	}
	return noun + " " + strings.Join(texts, ", ")
}

func newLakeRollback(env environment, open func() (*lake.Lake, error)) *cobra.Command {
	return &cobra.Command{
		Use: "rollback SNAPSHOT", Short: "publish an earlier snapshot again", Args: cobra.ExactArgs(1),
		Long: "Publishes the list of an earlier snapshot as a new one; 0 is the empty lake.\nNothing is deleted: going back can be undone by going forward.",
		RunE: func(command *cobra.Command, arguments []string) error {
			version, err := strconv.Atoi(arguments[0])
			if err != nil {
				return &usageError{fmt.Errorf("%q is no number of a snapshot; `clientele lake list` shows them", arguments[0])}
			}
			opened, err := open()
			if err != nil {
				return err
			}
			published, err := opened.Rollback(command.Context(), version)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(env.stdout, "snapshot %d has what snapshot %d had\n", published.Version, version)
			return err
		},
	}
}

func newLakeGC(env environment, open func() (*lake.Lake, error)) *cobra.Command {
	var (
		keep  int
		older time.Duration
	)
	command := &cobra.Command{
		Use: "gc", Short: "remove what old snapshots alone still need", Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if keep < 1 || older < 0 {
				return &usageError{errors.New("gc: --keep is at least 1, for the latest must stay, and --older-than no negative time")}
			}
			opened, err := open()
			if err != nil {
				return err
			}
			removed, err := opened.GC(command.Context(), keep, older, env.now())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(env.stdout, "removed %s and %s, %s bytes\n", counted(len(removed.Versions), "snapshot"), counted(len(removed.Files), "file"), whole(removed.Bytes))
			return err
		},
	}
	command.Flags().IntVar(&keep, "keep", 10, "how many snapshots stay")
	command.Flags().DurationVar(&older, "older-than", 24*time.Hour, "files younger than this stay: a load may be writing them")
	return command
}
