package pipeline

import (
	"encoding/json"
	"fmt"
	"time"

	"clientele/internal/lake"
)

// toldForecast is what an entry of the ledger of forecasts has in it.
type toldForecast struct {
	Currency string      `json:"currency"`
	Complete day         `json:"complete"` // first day of the last complete month that was known
	Months   []toldMonth `json:"months"`

	on time.Time // the day of the entry
}

// toldMonth is one month of a told forecast.
type toldMonth struct {
	Figure string  `json:"figure"`
	Month  day     `json:"month"`
	Mean   float64 `json:"mean"`
	Lo80   float64 `json:"lo80"`
	Hi80   float64 `json:"hi80"`
	Lo95   float64 `json:"lo95"`
	Hi95   float64 `json:"hi95"`
}

// day is a date in JSON: 2026-10-31.
type day struct{ date time.Time }

// MarshalText implements encoding.TextMarshaler.
func (d day) MarshalText() ([]byte, error) { return []byte(dayText(d.date)), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *day) UnmarshalText(text []byte) (err error) {
	d.date, err = time.Parse(time.DateOnly, string(text))
	return err
}

// readTold reads an entry of the ledger of forecasts.
func readTold(entry lake.Told) (told toldForecast, err error) {
	if err = json.Unmarshal(entry.Content, &told); err == nil {
		told.on, err = time.Parse(time.DateOnly, entry.On)
	}
	if err != nil {
		return toldForecast{}, fmt.Errorf("read entry %d of the ledger of forecasts: %w", entry.Number, err)
	}
	return told, nil
}
