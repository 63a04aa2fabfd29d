package main

import "github.com/spf13/cobra"

func newMeasureCommand(env environment) *cobra.Command {
	flags := &measureFileFlags{}
	command := &cobra.Command{
		Use: "measure FILE", Short: "what a campaign really brought", Args: cobra.ExactArgs(1),
		Long: measureFileLong, Example: measureFileExample,
		RunE: func(command *cobra.Command, arguments []string) error {
			return runMeasureFile(command.Context(), env, arguments[0], flags)
		},
	}
	flags.add(command)
	command.Flags().BoolVar(&flags.json, "json", false, "write the answer to stdout as JSON")
	command.Flags().BoolVarP(&flags.quiet, "quiet", "q", false, "no progress")
	return command
}
