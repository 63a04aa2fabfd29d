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

// kindTable says where a kind of segments that others make comes from: a table
// with a row for each customer, and how its segments are called.
type kindTable struct {
	kind    string
	table   string // that has a customer_id
	members string // who is in which segment
	names   string // segment, name, position, do
}

// kindTables are the kinds in the order in which reports show them.
func kindTables() []kindTable {
	return []kindTable{
		{kind: kindRFM, table: "rfm",
			members: "select cast('rfm' as varchar) as kind, segment, customer_id from rfm",
			names:   "select cast('rfm' as varchar) as kind, segment, name, cast(position as bigint) as position, \"do\" from rfm_segments"},
		{kind: kindLifecycle, table: "lifecycle",
			members: "select cast('lifecycle' as varchar) as kind, stage as segment, customer_id from lifecycle",
			names: `select cast('lifecycle' as varchar) as kind, segment, cast(null as varchar) as name, cast(position as bigint) as position, cast(null as varchar) as do
from (values ('prospect', 1), ('new', 2), ('active', 3), ('at_risk', 4), ('lost', 5), ('won_back', 6)) as stages(segment, position)`},
		{kind: kindCluster, table: "customer_clusters",
			members: "select cast('cluster' as varchar) as kind, cluster as segment, customer_id from customer_clusters",
			names: `select cast('cluster' as varchar) as kind, cluster as segment, cast(null as varchar) as name, cast(min(position) as bigint) as position, cast(null as varchar) as do
from cluster_profiles
group by cluster`},
	}
}

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
	for _, kind := range kindTables() {
		there, err := w.engine.HasTable(ctx, kind.table)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		if err := w.append(ctx, segmentMembers, kind.members); err != nil {
			return err
		}
		if err := w.append(ctx, segmentNames, kind.names); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) append(ctx context.Context, name, text string) error {
	_, err := w.engine.Append(ctx, name, queries.Bound{Query: queries.Query{Name: "segments/" + name, Text: text}})
	return err
}
