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
		Use: "profiles [NAME]", Short: "list the exports that are recognised, or show one profile", Args: cobra.MaximumNArgs(1),
		Long:    "Lists the profiles: for each kind of file of each known system, what `profile:` in a\nconfig calls it, and what its rows become. `clientele init` finds them by itself.\nWith a name it shows that profile, as a pattern for one of your own.",
		Example: "  clientele profiles shopify-orders > my-shop.yaml",
		RunE: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				text, err := pipeline.ProfileText(arguments[0])
				if err == nil {
					_, err = fmt.Fprint(env.stdout, text)
				}
				return err
			}
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
