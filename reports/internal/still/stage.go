package still

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

// stage is one engine; it can do one thing at a time.
type stage struct {
	machine *goja.Runtime
	take    goja.Callable
}

func newStage(programs []*goja.Program) (*stage, error) {
	s := &stage{machine: goja.New()}
	for _, program := range programs {
		if _, err := s.machine.RunProgram(program); err != nil {
			return nil, fmt.Errorf("start the chart library: %w", err)
		}
	}
	if _, err := s.machine.RunString("echarts.setPlatformAPI(clienteleText)"); err != nil {
		return nil, fmt.Errorf("tell the chart library the widths of texts: %w", err)
	}
	take, ok := goja.AssertFunction(s.machine.Get("clientelePaint"))
	if !ok {
		return nil, errors.New("start the chart library: nothing takes pictures")
	}
	s.take = take
	return s, nil
}

// paint returns the SVG as the library writes it.
func (s *stage) paint(p *Picture, colours string) (string, error) {
	svg, err := s.take(goja.Undefined(), s.machine.ToValue(string(p.Data)), s.machine.ToValue(colours),
		s.machine.ToValue(p.Width), s.machine.ToValue(p.Height), s.machine.ToValue(p.Language))
	if err != nil {
		return "", err
	}
	return svg.String(), nil
}
