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
	content, err := json.Marshal(struct {
		Event    Kind    `json:"event"`
		Step     string  `json:"step"`
		Position int     `json:"position"`
		Of       int     `json:"of"`
		Rows     int64   `json:"rows"`
		Total    int64   `json:"total,omitempty"`
		Seconds  float64 `json:"seconds"`
		Message  string  `json:"message,omitempty"`
	}{event.Kind, event.Step, event.Position, event.Of, event.Rows, event.Total, event.Elapsed.Seconds(), event.Message})
	if err == nil {
		_, _ = j.w.Write(append(content, '\n'))
	}
}
