package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
)

func newFieldsCommand(env environment) *cobra.Command {
	return &cobra.Command{
		Use: "fields [ENTITY]", Short: "list the fields that a config can give columns to", Args: cobra.MaximumNArgs(1),
		Long:    "Lists the entities (purchases, contacts, events, …) and the fields of each: what a\nconfig's `columns` and `constants` can name. Fields with a star need a column.",
		Example: "  clientele fields purchases",
		RunE: func(_ *cobra.Command, arguments []string) error {
			wanted := strings.Join(arguments, "")
			entities, err := pipeline.Entities(wanted)
			if err != nil {
				return err
			}
			columns := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
			for i, entity := range entities {
				if i > 0 {
					fmt.Fprintln(columns)
				}
				fmt.Fprintf(columns, "%s: %s\n", entity.Name, entity.Meaning)
				for _, field := range entity.Fields {
					star := " "
					if field.Required {
						star = "*"
					}
					fmt.Fprintf(columns, "  %s %s\t%s\t%s\n", star, field.Name, field.Kind, field.Meaning)
				}
			}
			return columns.Flush()
		},
	}
}
