package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
)

func newProfilesCommand(env environment) *cobra.Command {
	return &cobra.Command{
		Use: "profiles", Short: "list the exports that are recognised, by system", Args: cobra.NoArgs,
		Long: "Lists the profiles: for each kind of file of each known system, what `profile:` in a\nconfig calls it, and what its rows become. `clientele init` finds them by itself.",
		RunE: func(*cobra.Command, []string) error {
			all, err := pipeline.Profiles()
			if err != nil {
				return err
			}
			columns := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
			for _, profile := range all {
				fmt.Fprintf(columns, "%s\t%s\t%s\t%s\n", profile.Name, profile.System, profile.Holds, strings.Join(profile.Entities, ", "))
			}
			return columns.Flush()
		},
	}
}
