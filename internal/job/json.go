package job

import (
	"encoding/json"
	"io"
)

// JSON writes each event as a line of JSON: for programs.
type JSON struct{ w io.Writer }

// NewJSON writes to w, and ignores its errors as Plain does.
func NewJSON(w io.Writer) JSON { return JSON{w} }

// Event writes the event.
func (j JSON) Event(event Event) {
	written := eventJSON{
		Event: event.Kind, Step: event.Step, Position: event.Position, Of: event.Of,
		File: event.File, Files: event.Files, AllFiles: event.AllFiles, Rows: event.Rows, Total: event.Total,
		Seconds: event.Elapsed.Seconds(), Rate: int64(event.rate()), Message: event.Message,
	}
	if left, known := event.left(); known {
		seconds := left.Seconds()
		written.Left = &seconds
	}
	content, err := json.Marshal(written)
	if err == nil {
		_, _ = j.w.Write(append(content, '\n'))
	}
}

// eventJSON is an event as programs read it; README.md lists its fields.
type eventJSON struct {
	Event    Kind     `json:"event"`
	Step     string   `json:"step"`
	Position int      `json:"position"`
	Of       int      `json:"of"`
	File     string   `json:"file,omitempty"`
	Files    int      `json:"files_done,omitempty"`
	AllFiles int      `json:"files,omitempty"`
	Rows     int64    `json:"rows"`
	Total    int64    `json:"total,omitempty"`
	Seconds  float64  `json:"seconds"`
	Rate     int64    `json:"rows_per_second,omitempty"`
	Left     *float64 `json:"seconds_left,omitempty"`
	Message  string   `json:"message,omitempty"`
}
