package pipeline

import (
	"context"

	"clientele/internal/table"
	"clientele/queries"
)

// Kinds of segments, as the tables call them.
const (
	kindRFM       = "rfm"
	kindLifecycle = "lifecycle"
	kindCluster   = "cluster"
	kindOwn       = "own"
)

// standardKinds are the kinds of segments that others make, in the order in which
// reports show them. The queries marts/KIND_members and marts/KIND_names say who is
// in them and how they are called.
func standardKinds() []string { return []string{kindRFM, kindLifecycle, kindCluster} }

// standardMembers makes the tables of members and names, of the kinds that
// there are.
func (w *work) standardMembers(ctx context.Context) error {
	text := func(name string) table.Column { return table.Column{Name: name, Kind: table.Text} }
	members := &table.Table{Columns: []table.Column{text("kind"), text("segment"), text("customer_id")}}
	if err := w.engine.CreateTable(ctx, segmentMembers, members); err != nil {
		return err
	}
	names := &table.Table{Columns: []table.Column{text("kind"), text("segment"), text("name"), {Name: "position", Kind: table.Integer}, text("do")}}
	if err := w.engine.CreateTable(ctx, segmentNames, names); err != nil {
		return err
	}
	for _, kind := range standardKinds() {
		if err := w.addKind(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

// addKind adds who is in the segments of a kind, and their names; of a kind that
// nobody made nothing.
func (w *work) addKind(ctx context.Context, kind string) error {
	members, err := queries.Get("marts/" + kind + "_members")
	if err != nil {
		return err
	}
	for _, name := range members.Reads {
		if there, err := w.engine.HasTable(ctx, name); err != nil || !there {
			return err
		}
	}
	if _, err := w.append(ctx, segmentMembers, members.Name, nil); err != nil {
		return err
	}
	_, err = w.append(ctx, segmentNames, "marts/"+kind+"_names", nil)
	return err
}

// append adds the rows of a query's answer to a table.
func (w *work) append(ctx context.Context, to, name string, arguments map[string]any) (int64, error) {
	query, err := queries.Get(name)
	if err != nil {
		return 0, err
	}
	bound, err := query.Bind(arguments)
	if err != nil {
		return 0, err
	}
	return w.engine.Append(ctx, to, bound)
}
