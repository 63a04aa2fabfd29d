package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"clientele/etl"
	exports "clientele/etl/export"
	"clientele/etl/profiles"
)

// sampledRows are as many as it takes to tell what a column holds.
const sampledRows = 1000

// seenTable is what was seen of a table beyond what is told of it.
type seenTable struct {
	place   exports.Place
	header  []string
	profile profiles.Profile // its name is "" where the columns were guessed
	own     string           // the file of a user's own profile
	mapping profiles.Mapping // of a guess
	plan    []plannedField
	matches []profiles.Match
	facts   facts
	plain   plainFacts // of a list of sales without a profile
}

// plannedField is a field with the columns that fill it.
type plannedField struct {
	field     string
	positions []int
	time      bool
	number    bool
}

func (s *seenTable) positions(field string) []int {
	for _, planned := range s.plan {
		if planned.field == field {
			return planned.positions
		}
	}
	return nil
}

// look reads every table of a file.
func look(path, name string, own []ownProfile) ([]FoundTable, error) {
	places, err := exports.List(path, exports.Options{Known: knownTo(own)})
	if err != nil {
		return nil, err
	}
	var tables []FoundTable
	for i, place := range places {
		found, err := lookAt(path, place, name, own)
		found.File = name
		if err != nil {
			if len(places) == 1 {
				return nil, err
			}
			found.tellUnread(err, path)
		}
		if i > 0 && place.Member == places[i-1].Member && place.Sheet == places[i-1].Sheet && place.Block > 1 {
			found.Block = place.Block
		}
		tables = append(tables, found)
	}
	return tables, nil
}

// tellUnread says why a table among others cannot be read.
func (t *FoundTable) tellUnread(err error, path string) {
	t.seen, t.Entity, t.Note = nil, "", ""
	t.Sureness, t.Why = "unknown", plainError(err, path)
	if t.blank = errors.Is(err, io.ErrUnexpectedEOF) && t.Rows == 0; t.blank {
		t.Why = "nothing stands in it"
	}
}

// knownTo knows the headers of the user's own profiles, too.
func knownTo(own []ownProfile) func(string) bool {
	mine := map[string]bool{}
	for _, one := range own {
		for _, header := range one.profile.Headers() {
			name, _ := profiles.Normalise(header)
			mine[name] = true
		}
	}
	return func(text string) bool {
		if len(mine) > 0 {
			if name, _ := profiles.Normalise(text); mine[name] {
				return true
			}
		}
		return profiles.KnownHeader(text)
	}
}

// lookAt reads one table: first a sample, which says what it is, then the rest.
func lookAt(path string, place exports.Place, name string, own []ownProfile) (found FoundTable, err error) {
	found = FoundTable{Member: place.Member, Sheet: place.Sheet, Format: place.Format, Encoding: place.Encoding, Delimiter: place.Delimiter, Note: place.Note}
	options := exports.Options{Member: place.Member, Sheet: place.Sheet, Block: place.Block, Layout: place.Layout, Known: knownTo(own)}
	table, err := exports.Open(path, options)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	seen := &seenTable{place: table.Place(), header: table.Header()}
	found.seen = seen
	var records [][]string
	kinds := map[int][]exports.Kind{}
	end := false
	for len(records) < sampledRows && !end {
		record, problem := table.Next()
		switch {
		case errors.Is(problem, io.EOF):
			end = true
		case problem != nil:
			return found, problem
		case record.Problem != "":
			found.Damaged++
		default:
			row := make([]string, len(record.Cells))
			for i, cell := range record.Cells {
				row[i] = cell.Text
				kinds[i] = append(kinds[i], cell.Kind)
			}
			records = append(records, row)
		}
	}
	known := name
	if place.Member != "" {
		known = place.Member
	}
	seen.decide(&found, records, known, own)
	seen.facts.begin(seen, records)
	seen.plain.begin(seen)
	for i, row := range records {
		seen.facts.row(seen, row, func(column int) exports.Kind {
			if column < len(kinds) && i < len(kinds[column]) {
				return kinds[column][i]
			}
			return exports.Text
		})
		seen.plain.row(row, seen.facts.worth(row))
	}
	found.Rows = int64(len(records))
	if !end {
		if err := seen.rest(table, &found); err != nil {
			return found, err
		}
	}
	seen.facts.end()
	found.Aside = table.AsideCount()
	found.From, found.To = seen.facts.period(seen.profile.Reading.Dates)
	seen.columns(&found, records)
	return found, nil
}

// rest reads what comes after the sample.
func (s *seenTable) rest(table exports.Table, found *FoundTable) error {
	var row []string
	var kinds []exports.Kind
	for {
		record, err := table.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if record.Problem != "" {
			found.Damaged++
			continue
		}
		row, kinds = row[:0], kinds[:0]
		for _, cell := range record.Cells {
			row, kinds = append(row, cell.Text), append(kinds, cell.Kind)
		}
		s.facts.row(s, row, func(column int) exports.Kind {
			if column < len(kinds) {
				return kinds[column]
			}
			return exports.Text
		})
		s.plain.row(row, s.facts.worth(row))
		found.Rows++
	}
}

// decide says what the table is: by a profile where one fits, else by guessing.
func (s *seenTable) decide(found *FoundTable, sample [][]string, name string, own []ownProfile) {
	var mine []profiles.Profile
	for _, one := range own {
		mine = append(mine, one.profile)
	}
	s.matches = profiles.Recognise(s.header, name, mine...)
	if len(s.matches) > 0 && s.matches[0].Certainty >= profiles.Likely {
		match := s.matches[0]
		s.profile = match.Profile
		for _, one := range own {
			if one.profile.Name == match.Profile.Name {
				s.own = one.file
			}
		}
		table, _ := match.Profile.Table("")
		s.planProfile(table)
		found.System, found.Profile, found.Holds, found.Entity = match.Profile.System, match.Profile.Name, match.Profile.Holds, table.Entity
		found.Certainty, found.Why = match.Certainty, fmt.Sprintf("it has the headers by which %s is known", match.Profile.Name)
		found.Sureness = sureness(match.Certainty, profiles.Sure, profiles.Likely)
		return
	}
	s.mapping = profiles.Guess(s.header, sample)
	s.documents(sample)
	for _, column := range s.mapping.Columns {
		s.plan = append(s.plan, plannedField{field: column.Field, positions: column.Positions,
			time: timeField(s.mapping.Entity, column.Field), number: numberField(s.mapping.Entity, column.Field)})
	}
	found.Entity, found.Certainty, found.Why = s.mapping.Entity, s.mapping.Certainty, s.mapping.Why
	found.Sureness = sureness(s.mapping.Certainty, 0.85, 0.65)
	if len(s.mapping.Missing) > 0 || s.mapping.Entity == "" {
		found.Sureness = "unknown"
	}
	switch {
	case found.Entity == "":
		found.Why = "no header in it is known"
	case len(s.mapping.Missing) > 0 && !worthAsking(s.mapping):
		found.Why = "too few of its headers are known to say what it holds"
	}
	if len(s.matches) > 0 && s.matches[0].Certainty >= 0.3 {
		found.Why += fmt.Sprintf("; it is like %s, but without %s", s.matches[0].Profile.Name, strings.Join(s.matches[0].Missing, ", "))
	}
}

func sureness(certainty, sure, likely float64) string {
	switch {
	case certainty >= sure:
		return "sure"
	case certainty >= likely:
		return "likely"
	case certainty > 0:
		return "a guess"
	}
	return "unknown"
}

func (s *seenTable) planProfile(table profiles.Table) {
	for _, pair := range slices.Concat(table.Columns, table.Join) {
		planned := plannedField{field: pair.Key, time: timeField(table.Entity, pair.Key), number: numberField(table.Entity, pair.Key)}
		for _, header := range pair.Value {
			for _, position := range profiles.Find(s.header, header) {
				if !slices.Contains(planned.positions, position) {
					planned.positions = append(planned.positions, position)
				}
			}
		}
		if len(planned.positions) > 0 {
			s.plan = append(s.plan, planned)
		}
	}
}

// columns says of every column what it fills, with what stands in it.
func (s *seenTable) columns(found *FoundTable, sample [][]string) {
	for position, header := range s.header {
		column := FoundColumn{Header: strings.TrimSpace(header)}
		for _, planned := range s.plan {
			if !slices.Contains(planned.positions, position) {
				continue
			}
			column.Fields = append(column.Fields, planned.field)
			if s.profile.Name != "" {
				column.Why, column.Certainty = "the profile says so", found.Certainty
			} else if guessed, ok := s.mapping.Of(planned.field); ok {
				column.Why = strings.Join(slices.Compact([]string{column.Why, guessed.Why}), "; ")
				column.Why = strings.TrimPrefix(column.Why, "; ")
				column.Certainty = max(column.Certainty, guessed.Certainty)
			}
		}
		if len(column.Fields) == 0 && s.profile.Name != "" && slices.Contains(s.matches[0].Placed, position) {
			column.Fields, column.Why, column.Certainty = []string{"(a rule)"}, "the profile has a rule for it", found.Certainty
		}
		for _, row := range sample {
			if position < len(row) && strings.TrimSpace(row[position]) != "" && !slices.Contains(column.Samples, row[position]) {
				column.Samples = append(column.Samples, row[position])
			}
			if len(column.Samples) == 3 {
				break
			}
		}
		found.Columns = append(found.Columns, column)
	}
}

// when is the field that says when a row of an entity was: the first of these
// that a table fills.
func (s *seenTable) when(entity string) []int {
	order := map[string][]string{
		"purchases": {"purchased_at", "period_to"}, "events": {"event_at"}, "deals": {"created_at", "closed_at"},
		"contacts": {"created_at", "updated_at"}, "rates": {"rate_on"}, "traffic": {"started_at"}, "contracts": {"started_at"},
	}[entity]
	for _, field := range order {
		if positions := s.positions(field); positions != nil {
			return positions
		}
	}
	times := slices.DeleteFunc(slices.Clone(s.plan), func(p plannedField) bool { return !p.time })
	slices.SortStableFunc(times, func(a, b plannedField) int { return cmp.Compare(a.field, b.field) })
	if len(times) > 0 {
		return times[0].positions
	}
	return nil
}

// entity is what the rows are.
func (s *seenTable) entity() string {
	if s.profile.Name == "" {
		return s.mapping.Entity
	}
	table, _ := s.profile.Table("")
	return table.Entity
}

// keyField is the first field of an entity's key that a file has.
func keyField(entity string) string {
	known, ok := etl.EntityNamed(entity)
	if !ok {
		return ""
	}
	for _, field := range known.Key {
		if one, ok := known.Field(field); ok && one.Kind != etl.InternalField {
			return field
		}
	}
	return ""
}
