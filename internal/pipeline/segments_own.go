package pipeline

import (
	"context"
	"fmt"

	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/segments"
)

// ruleWorld is what rules are asked of. It is complete once the step "segments"
// has run.
func (w *work) ruleWorld(ctx context.Context) (segments.World, error) {
	there, err := w.engine.Tables(ctx)
	if err != nil {
		return segments.World{}, err
	}
	world := segments.World{AsOf: w.asOf, Has: func(name string) bool { return there[name] }}
	if there[segmentNames] {
		if world.Segments, err = w.namedSegments(ctx); err != nil {
			return segments.World{}, err
		}
	}
	return world, nil
}

// ownMembers adds who belongs to the company's own segments, those first that
// others name. Their names are there even of those that are not asked for.
func (w *work) ownMembers(ctx context.Context, report *job.Reporter, order []int) error {
	if len(w.config.ownSegments) == 0 {
		return nil
	}
	if err := w.ownNames(ctx); err != nil {
		return err
	}
	world, err := w.ruleWorld(ctx)
	if err != nil {
		return err
	}
	vocabulary := &vocabulary{engine: w.engine, has: world.Has, segments: world.Segments}
	world.Spelled = vocabulary.spelled
	for _, at := range order {
		own := w.config.ownSegments[at]
		unknown, err := vocabulary.unknown(ctx, own.Rule)
		if err != nil {
			return err
		}
		members, err := w.addMembers(ctx, own, world)
		if err != nil {
			return fmt.Errorf("segment %q: %w", own.Name, err)
		}
		report.Add(members)
		for _, text := range unknown {
			report.Warn(fmt.Sprintf("segment %q: %s", own.Name, text))
		}
	}
	return nil
}

func (w *work) addMembers(ctx context.Context, own segments.Own, world segments.World) (int64, error) {
	bound, err := own.Rule.Compile(world)
	if err != nil {
		return 0, err
	}
	bound.Query.Name = chosenCustomers
	if err := w.engine.Create(ctx, bound); err != nil {
		return 0, err
	}
	return w.append(ctx, segmentMembers, "marts/own_members", map[string]any{"segment": own.Name})
}

// ownNames adds the own segments to the names, in the order of the config.
func (w *work) ownNames(ctx context.Context) error {
	text := func(name string) table.Column { return table.Column{Name: name, Kind: table.Text} }
	names := &table.Table{Columns: []table.Column{text("name"), {Name: "position", Kind: table.Integer}, text("advice")}}
	for i, own := range w.config.Segments {
		var advice any
		if own.Do != "" {
			advice = own.Do
		}
		names.Rows = append(names.Rows, []any{own.Name, int64(i + 1), advice})
	}
	if err := w.engine.CreateTable(ctx, "own_segments", names); err != nil {
		return err
	}
	_, err := w.append(ctx, segmentNames, "marts/own_names", nil)
	return err
}
