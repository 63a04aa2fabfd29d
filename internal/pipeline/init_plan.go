package pipeline

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"clientele/etl/profiles"
)

// plan makes sources of the tables, and asks what they leave open.
func (s *Survey) plan(files []string) {
	s.sources = s.group()
	nameSources(s.sources)
	all := s.names(files)
	s.Language = s.language()
	s.chooseCurrency()
	var planned []*initSource
	for _, source := range s.sources {
		s.repeats(source, all)
		planned = append(planned, s.bySheets(source)...)
	}
	s.sources = planned
	for _, source := range s.sources {
		var names []string
		for _, table := range source.tables {
			names = append(names, table.File)
		}
		source.files = patterns(names, all)
		s.columns(source)
		s.notation(source)
		s.words(source)
		s.fillDown(source)
	}
	s.sources = slices.DeleteFunc(s.sources, func(source *initSource) bool {
		if source.active || source.why != "" {
			return false
		}
		for _, table := range source.tables {
			table.Source = ""
		}
		return true
	})
	s.sameSales()
	s.namespaces()
	s.sales()
	slices.SortStableFunc(s.sources, func(a, b *initSource) int { return rank(a) - rank(b) })
	slices.SortStableFunc(s.Questions, func(a, b Question) int {
		switch {
		case a.Must == b.Must:
			return 0
		case a.Must:
			return -1
		}
		return 1
	})
}

// rank orders sources by what they hold: sales first, what is commented out
// last.
func rank(source *initSource) int {
	at := slices.Index([]string{"purchases", "contacts", "deals", "events", "products", "traffic", "rates"}, source.entity())
	if at < 0 {
		at = 7
	}
	if !source.active {
		at += 10
	}
	return at
}

func (s *Survey) names(files []string) []string {
	var names []string
	for _, table := range s.Tables {
		names = append(names, table.File)
	}
	for _, one := range s.Unread {
		names = append(names, one.File)
	}
	for _, file := range files {
		names = append(names, filepath.ToSlash(file))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (s *Survey) ask(where, line string, must bool, format string, arguments ...any) {
	s.Questions = append(s.Questions, Question{Where: where, Line: line, Must: must, Text: fmt.Sprintf(format, arguments...)})
}

// columns asks of what no column decides, and leaves out what cannot be read.
func (s *Survey) columns(source *initSource) {
	table := source.first()
	if table.seen.profile.Name != "" {
		if len(table.seen.matches) > 1 {
			if second := table.seen.matches[1]; second.Certainty >= profiles.Likely && table.Certainty-second.Certainty < 0.005 {
				s.ask(source.name, "    profile: "+second.Profile.Name, false, "%s fits the headers of %s as well; it is read as %s.", table.File, second.Profile.Name, table.Profile)
				source.asks = append(source.asks, setting{"profile", second.Profile.Name, "fits as well; which one is it?"})
			}
		}
		return
	}
	mapping, header := table.seen.mapping, table.seen.header
	if len(mapping.Missing) > 0 {
		source.active, source.why = false, fmt.Sprintf("no column is known to be its %s", strings.Join(mapping.Missing, ", "))
		if !worthAsking(mapping) {
			source.why = "" // nothing speaks for it: the table is told as unknown
			return
		}
	}
	for _, field := range mapping.Missing {
		hint := ""
		line := fmt.Sprintf("      %s: HEADER", field)
		for _, near := range mapping.Near {
			if near.Field == field {
				hint = fmt.Sprintf(" Is it %q?", header[near.Position])
				line = fmt.Sprintf("      %s: %s", field, quoted(tidyHeader(header[near.Position])))
			}
		}
		s.ask(source.name, line, false, "%s seems to hold %s, but no column is known to be the %s.%s It is left out until you name the column.", table.File, mapping.Entity, field, hint)
	}
	if !source.active {
		return
	}
	if mapping.Entity == "purchases" {
		if _, ok := mapping.Of("customer"); !ok {
			s.ask(source.name, "      customer: HEADER", false, "no column of %s is known to say who bought; without one its sales count, but for nobody. Is there one among %s?", table.File, orNone(table.Unplaced()))
			source.asks = append(source.asks, setting{"  customer", "HEADER", "which column says who bought?"})
		}
	}
	s.whoseContracts(source)
	for _, column := range mapping.Columns {
		for _, other := range column.Others {
			if !decides(column.Field) || !unplaced(mapping, other) {
				continue
			}
			name := tidyHeader(header[other])
			source.asks = append(source.asks, setting{"  " + column.Field, quoted(name), fmt.Sprintf("or is this the %s, and not %s?", column.Field, quoted(tidyHeader(header[column.Positions[0]])))})
			s.ask(source.name, fmt.Sprintf("      %s: %s", column.Field, quoted(name)), false, "two columns may be the %s: %q is taken, or is it %q?", column.Field, tidyHeader(header[column.Positions[0]]), name)
		}
		if column.Certainty < 0.65 && decides(column.Field) {
			s.ask(source.name, fmt.Sprintf("      %s: HEADER", column.Field), false, "%q is taken for the %s because it %s; is that right?", tidyHeader(header[column.Positions[0]]), column.Field, column.Why)
		}
	}
}

// whoseContracts asks who has the contracts of a list that says it by names at
// most: without a number, an e-mail or a telephone they join no one's purchases.
func (s *Survey) whoseContracts(source *initSource) {
	table := source.first()
	if table.Entity != "contracts" {
		return
	}
	for _, field := range []string{"customer", "customer_email", "customer_phone", "customer_tax_id"} {
		if _, ok := table.seen.mapping.Of(field); ok {
			return
		}
	}
	s.ask(source.name, "      customer: HEADER", false, "no column of %s is known to say whose the contracts are by a number, an e-mail or a telephone; without one they join nobody's purchases. Is there one among %s?", table.File, orNone(table.Unplaced()))
	source.asks = append(source.asks, setting{"  customer", "HEADER", "which column says whose contract it is? Without one the contracts join nobody's purchases."})
}

func orNone(headers []string) string {
	if len(headers) == 0 {
		return "the rest? There is no column left"
	}
	return brieflyListed(headers, 12)
}

// decides tells the fields of which a wrong column makes wrong figures.
func decides(field string) bool {
	return slices.Contains([]string{"purchased_at", "amount", "order_total", "customer", "quantity", "price", "order_id", "deal_id", "event_at", "rate", "rate_on", "currency"}, field)
}

func unplaced(mapping profiles.Mapping, position int) bool {
	return slices.Contains(mapping.Unplaced, position)
}

// worthAsking tells a table that is nearly something from one of which only a
// header or two happen to be known.
func worthAsking(mapping profiles.Mapping) bool {
	return len(mapping.Missing) <= 2 && (len(mapping.Near) >= len(mapping.Missing) || len(mapping.Columns) >= 4)
}

// notation asks how dates and numbers are meant where the files do not say.
func (s *Survey) notation(source *initSource) {
	if !source.active {
		return
	}
	for _, table := range source.tables {
		reading, spelling := table.seen.profile.Reading, &table.seen.facts.spelling
		if _, decided := spelling.DayOrder(); !decided && reading.Dates == "" && !source.has("dates") {
			text, others := orderQuestion(spelling)
			source.asks = append(source.asks, setting{"dates", "day first", text + " Or: " + others})
			s.ask(source.name, "    dates: day first", true, "%s: %s (or: %s)", table.File, text, others)
		}
		if facts := &table.seen.facts; facts.unread*20 > facts.unread+facts.moments {
			s.ask(source.name, "", true, "%s: %d of %d dates cannot be read, such as %q; export them as 2026-03-31 or 31.03.2026.", table.Label(), facts.unread, facts.unread+facts.moments, comment(facts.odd))
		}
		if _, decided := spelling.DecimalMark(); !decided && reading.Decimal == "" && !source.has("decimal") {
			text := fmt.Sprintf("is %s in thousands, or has it decimals? Which mark is the decimal one?", spelling.ExampleNumber)
			if spelling.Points > 0 && spelling.Commas > 0 {
				text = fmt.Sprintf("%d numbers have a decimal point and %d a decimal comma; which is right? The others will be rejected.", spelling.Points, spelling.Commas)
			}
			source.asks = append(source.asks, setting{"decimal", `","`, text + ` Or: "."`})
			s.ask(source.name, `    decimal: ","`, true, `%s: %s (or: ".")`, table.File, text)
		}
	}
}

func (s *initSource) has(key string) bool {
	return slices.ContainsFunc(s.asks, func(one setting) bool { return one.key == key })
}

// language is that of most headers, as far as reports are written in it.
func (s *Survey) language() string {
	cyrillic, spanish, all := 0, 0, 0
	for _, table := range s.Tables {
		for _, column := range table.Columns {
			all++
			name := strings.ToLower(column.Header)
			switch {
			case strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
				cyrillic++
			case spanishWord(name):
				spanish++
			}
		}
	}
	switch {
	case cyrillic*3 >= all && cyrillic > 0:
		return "ru"
	case spanish*3 >= all && spanish > 0:
		return "es"
	}
	return "en"
}

func spanishWord(name string) bool {
	for _, word := range []string{"fecha", "cliente", "importe", "precio", "nombre", "correo", "teléfono", "telefono", "pedido", "cantidad", "factura", "vendedor", "ciudad", "artículo", "etiquetas", "contacto", "etapa", "monto", "apellido", "empresa", "estatus"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// chooseCurrency takes the currency of most amounts, and asks where there are
// others or none is written.
func (s *Survey) chooseCurrency() {
	counts := map[string]int64{}
	for _, source := range s.sources {
		if source.entity() != "purchases" && source.entity() != "deals" {
			continue
		}
		for _, table := range source.tables {
			for code, count := range table.seen.facts.currencies {
				counts[code] += count
			}
		}
	}
	s.askUnnamed()
	unknown := counts[""]
	delete(counts, "")
	codes := mostly(counts)
	if len(codes) == 0 {
		s.Currency = map[string]string{"ru": "RUB"}[s.Language]
		if s.Currency == "" {
			s.Currency = "EUR"
		}
		if unknown > 0 {
			s.ask("currency", "currency: "+s.Currency, false, "no file says in which currency its money is; %s is written in the config: is that right?", s.Currency)
		}
		return
	}
	s.Currency = codes[0]
	rated := slices.ContainsFunc(s.sources, func(one *initSource) bool { return one.active && one.entity() == "rates" })
	if len(codes) > 1 && !rated {
		var told []string
		for _, code := range codes {
			told = append(told, fmt.Sprintf("%s in %s", code, plural(counts[code], "row")))
		}
		s.ask("currency", fmt.Sprintf("rates: {%s: RATE}", strings.Join(codes[1:], ": RATE, ")), false,
			"the money is in several currencies (%s); reports are in %s, and rows in another one count by rates only: write what one is worth in %[2]s, or name a file with the columns currency, date and rate (rates: FILE).", strings.Join(told, ", "), codes[0])
	}
	if s.Language == "es" && slices.Contains(codes, "USD") && s.bareDollars() {
		s.ask("currency", "currency: MXN", false, "a $ is taken for US dollars; in which currency is the money?")
	}
}

func tidyHeader(header string) string {
	return strings.Join(strings.FieldsFunc(header, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
}
