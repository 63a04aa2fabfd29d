package pipeline

import (
	"context"
	"fmt"
	"strings"
	"time"

	"clientele/etl/identity"
	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
	"clientele/queries"
)

// Identity says who is the same customer and who is not.
type Identity struct {
	NeverMatch NeverMatch `yaml:"never_match"`
	MostIDs    int        `yaml:"most_ids"` // a telephone on more ids with different names links nobody
	Country    string     `yaml:"country"`  // of telephones without a country's code; that of the currency or time zone where empty
}

// NeverMatch lists values that are nobody's: the company's own.
type NeverMatch struct {
	Emails []string `yaml:"emails"` // addresses, or patterns such as *@myshop.com
	Phones []string `yaml:"phones"`
	TaxIDs []string `yaml:"tax_ids"`
}

// identityRules are what the config says about who is who.
func (c *Config) identityRules() identity.Rules {
	country := c.Identity.Country
	if country == "" {
		country = countryOf(c.TimeZone, c.Currency)
	}
	return identity.Rules{
		Country: country, MostIDs: c.Identity.MostIDs,
		NeverEmails: c.Identity.NeverMatch.Emails, NeverPhones: c.Identity.NeverMatch.Phones, NeverTaxIDs: c.Identity.NeverMatch.TaxIDs,
	}
}

func (c *Config) checkIdentity() {
	if c.Identity.MostIDs < 1 {
		c.document.Add("identity.most_ids", "a value stands on one id at least; 5 is usual")
	}
	if c.Identity.Country != "" && !identity.KnownCountry(c.Identity.Country) {
		c.document.Add("identity.country", "no country has the code %q; codes look like ES", c.Identity.Country)
	}
	c.identityRules().Check(func(list string, item int, text string) {
		c.document.Add(strictyaml.Item("identity.never_match."+list, item), "%s", text)
	})
}

// countryOf guesses a company's country from the zone of its days, else from
// its money; "" where that is several countries'. It only decides how telephones
// without a country's code are read.
func countryOf(zone, currency string) string {
	zones := []struct{ country, zones string }{
		{"RU", "Europe/Moscow Europe/Kaliningrad Europe/Samara Europe/Volgograd Europe/Saratov Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok Asia/Kamchatka"},
		{"KZ", "Asia/Almaty Asia/Qyzylorda Asia/Aqtobe Asia/Oral"},
		{"ES", "Europe/Madrid Atlantic/Canary"}, {"PT", "Europe/Lisbon"}, {"GB", "Europe/London"}, {"IE", "Europe/Dublin"},
		{"DE", "Europe/Berlin"}, {"FR", "Europe/Paris"}, {"IT", "Europe/Rome"}, {"PL", "Europe/Warsaw"}, {"UA", "Europe/Kyiv Europe/Kiev"}, {"BY", "Europe/Minsk"},
		{"MX", "America/Mexico_City America/Monterrey America/Tijuana"}, {"BR", "America/Sao_Paulo America/Bahia America/Fortaleza America/Manaus"},
		{"AR", "America/Argentina/Buenos_Aires"}, {"CL", "America/Santiago"}, {"CO", "America/Bogota"}, {"PE", "America/Lima"},
		{"US", "America/New_York America/Chicago America/Denver America/Los_Angeles"},
	}
	for _, known := range zones {
		if zone != "" && strings.Contains(" "+known.zones+" ", " "+zone+" ") {
			return known.country
		}
	}
	money := "RUB:RU KZT:KZ BRL:BR MXN:MX ARS:AR CLP:CL COP:CO PEN:PE GBP:GB PLN:PL UAH:UA BYN:BY USD:US"
	if _, country, found := strings.Cut(money, currency+":"); found && currency != "" {
		return country[:2]
	}
	return ""
}

// identityStep makes table customer_identities. It stands among the queries,
// since it comes between them, but what it writes is not the answer of its
// query: that goes through package identity.
const identityStep = "identity/customer_identities"

// identityQuery is the question for the mentions, under the name of what comes
// of it.
func identityQuery() queries.Query {
	query, err := queries.Get("staging/identity_mentions")
	if err != nil {
		panic(fmt.Sprintf("pipeline: the embedded queries do not parse, which a test forbids: %v", err))
	}
	query.Name, query.Use = identityStep, ""
	return query
}

// The tables that tell how ids were linked.
const (
	identityTotals = "identity_totals"
	identityLinks  = "identity_links"
	identityValues = "identity_values"
	identityNames  = "identity_names"
)

// written are the tables that a query's step makes.
func written(query queries.Query) []string {
	if query.Name == identityStep {
		return []string{query.Table(), identityTotals, identityLinks, identityValues, identityNames}
	}
	return []string{query.Table()}
}

// isInside reports whether a query makes a table that answers are made of.
func isInside(query queries.Query) bool {
	return strings.HasPrefix(query.Name, "staging/") || strings.HasPrefix(query.Name, "marts/") || query.Name == identityStep
}

// create keeps what comes of a query as tables.
func create(ctx context.Context, engine *duck.Engine, query queries.Query, arguments map[string]any, rules identity.Rules) error {
	bound, err := query.BindSome(arguments)
	if err != nil {
		return err
	}
	if query.Name == identityStep {
		return link(ctx, engine, bound, rules)
	}
	return engine.Create(ctx, bound)
}

// link asks for the mentions, says who is who, and keeps that.
func link(ctx context.Context, engine *duck.Engine, mentions queries.Bound, rules identity.Rules) error {
	book := identity.NewBook(rules)
	err := engine.Each(ctx, mentions, func(row []any) error {
		text := func(i int) string { value, _ := row[i].(string); return value }
		is := func(i int) bool { value, _ := row[i].(bool); return value }
		since, _ := row[10].(time.Time)
		book.Add(identity.Mention{
			Namespace: text(0), ID: text(1), Email: text(2), Phone: text(3), TaxID: text(4), Account: text(5), Name: text(6),
			Contact: is(7), Keyless: is(8), ByName: is(9), Since: since, Addressed: is(11),
		})
		return nil
	})
	if err != nil {
		return err
	}
	result := book.Link()
	if _, err := engine.CreateFrom(ctx, "customer_identities", &identityRows{result: result}); err != nil {
		return fmt.Errorf("keeping who is who: %w", err)
	}
	for _, kept := range identityTables(result) {
		if err := engine.CreateTable(ctx, kept.name, kept.rows); err != nil {
			return err
		}
	}
	return nil
}

// identityRows gives the identities to the engine.
type identityRows struct {
	result *identity.Result
	next   int
}

// Columns implements duck.Source.
func (*identityRows) Columns() []table.Column {
	return []table.Column{{Name: "namespace"}, {Name: "id"}, {Name: "customer_id"}}
}

// Fill implements duck.Source.
func (s *identityRows) Fill(chunk duck.Chunk) (int, error) {
	row := 0
	for ; row < chunk.Capacity() && s.next < s.result.Places(); s.next++ {
		found, ok := s.result.At(s.next)
		if !ok {
			continue
		}
		for column, text := range []string{found.Namespace, found.ID, found.CustomerID} {
			if err := chunk.SetText(column, row, text); err != nil {
				return 0, err
			}
		}
		row++
	}
	return row, nil
}

// neverListed is how many values that link nobody are shown: those that stand
// on most ids are worth a look, the rest is a number.
const neverListed = 50

// keptTable is a table with its name.
type keptTable struct {
	name string
	rows *table.Table
}

func identityTables(result *identity.Result) []keptTable {
	whole := func(name string) table.Column { return table.Column{Name: name, Kind: table.Integer} }
	totals := &table.Table{Columns: []table.Column{whole("ids"), whole("customers")}, Rows: [][]any{{int64(result.IDs()), int64(result.Customers())}}}
	links := &table.Table{Columns: []table.Column{{Name: "kind"}, {Name: "certainty", Kind: table.Float}, whole("values"), whole("ids"),
		whole("joined"), whole("differing"), whole("idle_values"), whole("idle_ids")}}
	list, idle := result.NeverMatched(neverListed)
	for _, count := range result.Links() {
		row := []any{count.Kind.String(), count.Certainty, int64(count.Values), int64(count.IDs), int64(count.Joined), int64(count.Differing)}
		values, ids := 0, 0
		for _, one := range idle {
			if one.Kind == count.Kind {
				values, ids = values+one.Values, ids+one.IDs
			}
		}
		if count.Values+values > 0 {
			links.Rows = append(links.Rows, append(row, int64(values), int64(ids)))
		}
	}
	values := &table.Table{Columns: []table.Column{{Name: "kind"}, {Name: "value"}, {Name: "why"}, whole("ids"), whole("names")}}
	for _, never := range list {
		values.Rows = append(values.Rows, []any{never.Kind.String(), never.Value, never.Why.String(), int64(never.IDs), int64(never.Names)})
	}
	names := &table.Table{Columns: []table.Column{{Name: "namespace"}, {Name: "name"}, whole("contacts")}}
	for _, name := range result.Ambiguous() {
		names.Rows = append(names.Rows, []any{name.Namespace, name.Name, int64(name.Contacts)})
	}
	return []keptTable{{identityTotals, totals}, {identityLinks, links}, {identityValues, values}, {identityNames, names}}
}
