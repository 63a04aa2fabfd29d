package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
	sampledata "clientele/sample-data"
)

func newDemoCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	var folder string
	command := &cobra.Command{
		Use: "demo", Short: "the whole job on the sample data", Args: cobra.NoArgs,
		Long: "Unpacks the exports of an invented company (accounting, CRM, shop; three years)\nwith their config into a folder, and runs the whole job there. Its reports are in\nthree languages.",
		RunE: func(command *cobra.Command, _ []string) error {
			return runDemo(command.Context(), env, folder, *flags)
		},
	}
	command.Flags().StringVar(&folder, "out", "demo", "the folder to unpack into")
	flags.add(command)
	flags.addLanguage(command)
	return command
}

func runDemo(ctx context.Context, env environment, folder string, flags jobFlags) error {
	if err := unpack(folder); err != nil {
		return fmt.Errorf("unpacking the sample data: %w", err)
	}
	flags.config = filepath.Join(folder, "clientele.yaml")
	if err := runStages(ctx, env, flags, pipeline.Stages{Load: true, Analyse: true, Report: true}); err != nil {
		return err
	}
	if flags.json || flags.dryRun {
		return nil
	}
	_, err := fmt.Fprintf(env.stdout, "Config:   %s (yours looks like it)\nTry next: clientele query -c %[1]s 'select customer, revenue from customers order by revenue desc limit 5'\n"+
		"          clientele plan %s -c %[1]s\n", flags.config, filepath.Join(folder, "november.yaml"))
	return err
}

// unpack writes the sample data; what somebody changed in the folder stays.
func unpack(folder string) error {
	return fs.WalkDir(sampledata.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(path, 0o755)
		}
		if _, err := os.Stat(path); err == nil {
			return nil
		}
		content, err := sampledata.Files.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(path, content, 0o644)
	})
}
