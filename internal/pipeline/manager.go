package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/spelling"
	"clientele/internal/table"
	"clientele/queries"
	"clientele/reports"
)

// Filter says of whose customers a report is: either is given.
type Filter struct {
	Manager string // who looks after them; capitals and blanks do not matter
	Rule    string // or what the segment language says of them
}

// ErrNobody says that a filter finds no customer, so that there is nothing to
// report.
var ErrNobody = errors.New("nobody is found")

// The answers that reports of managers are made of are read by them alone, and
// never whole.
const (
	customerBook   = "customer_book"
	customerMonths = "customer_months"
)

func personalAnswers() []string { return []string{customerBook, customerMonths, dealBookTable} }

// chosenTable has those whom a rule chose, nobody where a manager was asked for.
const chosenTable = "chosen_customers"

// bestOwn is how many of the best customers a manager's report lists.
const bestOwn = 100

// dearScore is the score of money from which a lost customer is worth an effort
// to come back, as in the report for marketing.
const dearScore = 4

// personal is what reports of managers share: the answers as tables of the
// engine, and who is whose.
type personal struct {
	engine       *duck.Engine
	owners       []string // as the data writes them
	others       []string // who has targets or deals, and perhaps no customers
	plan, series *table.Table
	valued       bool // the models said what to expect of customers
	rules        *ruleDesk
}

func (p *personal) close() {
	if p != nil && p.rules != nil {
		p.rules.work.close()
	}
}

// Manager is the report on the customers that a filter finds, of these alone. An
// unknown manager and a rule that cannot be read are UsageErrors; where nobody is
// found the error is ErrNobody.
func (r *Recalled) Manager(ctx context.Context, filter Filter, language string) (*reports.Document, error) {
	if err := r.openPersonal(ctx); err != nil {
		return nil, explained(err)
	}
	names, err := r.members(ctx, filter)
	if err != nil {
		return nil, explained(err)
	}
	answers, shown, err := r.ownAnswers(ctx, names)
	if err != nil {
		return nil, explained(err)
	}
	if shown.Totals.Integer(0, "customers") == 0 {
		return nil, fmt.Errorf("%s: %w", filter, ErrNobody)
	}
	if shown.Manager, shown.Rule = "", filter.Rule; len(names) > 0 {
		shown.Manager, shown.Rule = title(names, filter.Manager), ""
	}
	settings := r.settings
	settings.Language, settings.SegmentNames = language, r.work.config.RFM.names(language)
	document, err := reports.Manager(answers, settings, shown)
	if err != nil {
		return nil, fmt.Errorf("making the report on %s: %w", filter, err)
	}
	return document, nil
}

// String is a filter in messages.
func (f Filter) String() string {
	if f.Manager != "" {
		return "the customers of " + f.Manager
	}
	return "the customers with " + f.Rule
}

// title is the spelling of a manager's name that the data has.
func title(names []string, asked string) string {
	if slices.Contains(names, asked) {
		return asked
	}
	return names[0]
}

// openPersonal makes views of the answers that reports of managers are made of.
func (r *Recalled) openPersonal(ctx context.Context) error {
	if r.personal != nil {
		return nil
	}
	p := &personal{engine: r.work.engine}
	for _, name := range []string{customerBook, customerMonths, "rfm"} {
		path := r.answerPath(name)
		if _, err := os.Stat(path); err != nil {
			return &UsageError{Text: fmt.Sprintf("the answers in %s are of an older version and do not say who looks after which customer", r.work.answersDir()),
				Hint: "ask again: clientele analyse -c " + r.work.config.path, Cause: err}
		}
		if err := p.take(ctx, name, path); err != nil {
			return err
		}
	}
	for name, columns := range modelColumns() {
		path := r.answerPath(name)
		_, err := os.Stat(path)
		if name == "value_customers" {
			p.valued = err == nil
		}
		if err == nil {
			err = p.take(ctx, name, path)
		} else {
			err = p.engine.CreateTable(ctx, name, &table.Table{Columns: columnsOf(columns)})
		}
		if err != nil {
			return err
		}
	}
	var err error
	if p.plan, err = r.work.readAnswer(ctx, "plan"); err != nil {
		return err
	}
	if p.series, err = r.work.readAnswer(ctx, "forecast_series"); err != nil {
		return err
	}
	owners, err := p.engine.Ask(ctx, "reports/manager_owners", nil)
	if err != nil {
		return err
	}
	p.owners = textsOf(owners, "owner")
	deals, err := r.work.readAnswer(ctx, "deal_owners")
	if err != nil {
		return err
	}
	p.others = append(plannedOwners(p.plan), textsOf(deals, "owner")...)
	r.personal = p
	return nil
}

// takenBytes is up to which size an answer is held in memory: that halves the time
// of a report where there are a thousand managers. A larger one is read where it
// lies, filtered.
const takenBytes = 16 << 20

// take makes an answer a table of the engine.
func (p *personal) take(ctx context.Context, name, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("reading the answers: %w", err)
	}
	if info.Size() > takenBytes {
		return p.engine.ViewFile(ctx, name, path)
	}
	return p.engine.TakeFile(ctx, name, path)
}

// modelColumns are those answers of models that reports of managers read, with
// the columns that they have where the model declined.
func modelColumns() map[string]string {
	return map[string]string{
		"leaving": "customer_id t, customer t, email t, phone t, owner t, last_on d, purchases i, usual_gap_days f, silent_days i, overdue_days f, " +
			"p_alive f, p_buys f, risk t, revenue m, at_stake m, next_on d, usual_weekday i, usual_hour i",
		"value_customers": "customer_id t, frequency i, risk t, clv m, p_buys f",
		dealBookTable:     "source t, deal_id t, deal t, customer_id t, customer t, owner t, pipeline t, stage t, amount m, win_chance f, expected m, expected_on d, age_days i, stalled b",
	}
}

func (r *Recalled) answerPath(name string) string {
	return filepath.Join(r.work.answersDir(), name+".parquet")
}

// members makes the table of the customers that a filter finds, and names the
// manager as the data does; nobody where a rule finds them.
func (r *Recalled) members(ctx context.Context, filter Filter) (names []string, err error) {
	switch {
	case filter.Manager != "" && filter.Rule != "":
		return nil, &UsageError{Text: "a report is of a manager's customers or of a rule's, not of both", Hint: fmt.Sprintf("one rule can say both: (%s) and manager is %q", filter.Rule, filter.Manager)}
	case filter.Rule != "":
		if err := r.askFor(ctx, nil); err != nil {
			return nil, err
		}
		if err := r.chosen(ctx, filter.Rule); err != nil {
			return nil, err
		}
		return nil, r.makeMembers(ctx)
	case strings.TrimSpace(filter.Manager) == "":
		return nil, &UsageError{Text: "the filter names neither a manager nor a rule", Hint: "customers nobody looks after are: not manager is known"}
	}
	if names, err = r.personal.named(filter.Manager); err != nil {
		return nil, err
	}
	if err := r.askFor(ctx, names); err != nil {
		return nil, err
	}
	if err := r.personal.engine.CreateTable(ctx, chosenTable, &table.Table{Columns: columnsOf("customer_id t")}); err != nil {
		return nil, err
	}
	return names, r.makeMembers(ctx)
}

// makeMembers makes the table of those that were asked for or chosen.
func (r *Recalled) makeMembers(ctx context.Context) error {
	query, err := queries.Get("reports/manager_members")
	if err != nil {
		return err
	}
	return r.personal.engine.Create(ctx, queries.Bound{Query: query})
}

// askFor keeps the ways in which the manager's name is written, none where a rule
// finds the customers.
func (r *Recalled) askFor(ctx context.Context, names []string) error {
	asked := &table.Table{Columns: columnsOf("owner t")}
	for _, name := range names {
		asked.Rows = append(asked.Rows, []any{name})
	}
	return r.personal.engine.CreateTable(ctx, "asked_owners", asked)
}

// named are the ways in which the data writes a manager's name. Capitals and
// blanks do not tell people apart, as nowhere in rules; all else does, also a
// name that begins another one.
func (p *personal) named(manager string) ([]string, error) {
	var names []string
	for _, owner := range p.owners {
		if sameManager(owner, manager) {
			names = append(names, owner)
		}
	}
	if len(names) > 0 {
		return names, nil
	}
	if isNamed(p.others, manager) { // who is new, and has no customers yet
		return nil, fmt.Errorf("%s: %w", Filter{Manager: manager}, ErrNobody)
	}
	unknown := &UsageError{Text: fmt.Sprintf("no customer is looked after by %q", manager)}
	near := p.owners[:min(len(p.owners), mostSuggested)]
	meant := spelling.Suggest(manager, near)
	for _, owner := range near {
		if sameWords(owner, manager) { // the family's name first, or last
			meant = owner
		}
	}
	switch {
	case meant != "":
		unknown.Hint = fmt.Sprintf("did you mean %q?", meant)
	case len(p.owners) > 0:
		unknown.Hint = "the data names " + quotedList(p.owners, mostManagers)
	}
	return nil, unknown
}

// mostManagers managers are listed where none is like the one that was asked for.
const mostManagers = 8

// quotedList lists names, and counts those that it leaves out.
func quotedList(names []string, most int) string {
	var out []string
	for _, name := range names[:min(len(names), most)] {
		out = append(out, strconv.Quote(name))
	}
	text := strings.Join(out, ", ")
	if left := len(names) - most; left > 0 {
		text += fmt.Sprintf(" and %d more", left)
	}
	return text
}

// sameWords tells names that differ in the order of their words alone.
func sameWords(a, b string) bool {
	sorted := func(name string) []string { return slices.Sorted(slices.Values(strings.Fields(managerKey(name)))) }
	return slices.Equal(sorted(a), sorted(b))
}

func sameManager(a, b string) bool { return managerKey(a) == managerKey(b) }

func managerKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// plannedOwners are those of whom targets are.
func plannedOwners(plan *table.Table) []string {
	var found []string
	for row := range plan.Len() {
		if owner := plan.Text(row, "scope_value"); plan.Text(row, "scope") == "owner" && !slices.Contains(found, owner) {
			found = append(found, owner)
		}
	}
	return found
}

func textsOf(t *table.Table, column string) []string {
	var out []string
	for row := range t.Len() {
		if text := t.Text(row, column); text != "" {
			out = append(out, text)
		}
	}
	return out
}
