// Package sampledata is the exports of an invented company and the config
// that reads them, for the demo. README.md beside it says what is in them;
// gen makes them anew.
package sampledata

import "embed"

// Files holds clientele.yaml, a campaign to plan, and the folder exports.
//
//go:embed clientele.yaml november.yaml exports
var Files embed.FS
