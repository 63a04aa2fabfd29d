package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"clientele/etl"
	"clientele/internal/experiment"
)

// MeasureQuestion is what is asked of one file in which a row is one customer
// of an experiment.
type MeasureQuestion struct {
	Arm, Control string   // the column of the arms, and what it says of controls
	Metrics      []string // columns; the difference of their means
	Ratios       []string // two columns each, revenue/orders; the difference of sum by sum
	Covariates   []string // columns of what was known before
	Segment      string   // a column, or ""
	Split        string   // arms and the shares they were drawn with: A=1,B=2; equal where empty
	Cap          float64  // share of the values other than zero that are capped
	Margin       float64  // share of the control's mean that would not matter
	Planned      int      // customers at the end; 0 where this is it
}

// MeasureAnswer is what it finds.
type MeasureAnswer struct {
	Control string       `json:"control"`
	Rows    MeasureRows  `json:"rows"`
	Arms    []MeasureArm `json:"arms"`
	// SampleRatioP is the p-value of χ² that the arms are as large as drawn;
	// Sound is false below 0.001.
	SampleRatioP float64          `json:"srm_p"`
	Sound        bool             `json:"srm_ok"`
	Cap          float64          `json:"cap"`
	Margin       float64          `json:"margin"`
	Early        bool             `json:"early"` // more customers are planned: verdicts go by the intervals that hold at every look
	Balance      []MeasureBalance `json:"balance,omitempty"`
	Results      []MeasureResult  `json:"results"`
	Notes        []string         `json:"notes"`
}

// MeasureRows says what became of the rows: read is used, without an arm, and
// rejected together.
type MeasureRows struct {
	Read       int64  `json:"read"`
	Used       int64  `json:"used"`
	WithoutArm int64  `json:"without_arm"`
	Rejected   int64  `json:"rejected"`
	Example    string `json:"example,omitempty"` // of a rejected cell
}

// MeasureArm is an arm, with the share of customers that it should have.
type MeasureArm struct {
	Arm       string  `json:"arm"`
	Customers int     `json:"customers"`
	Share     float64 `json:"share"`
}

// MeasureBalance is how far an arm was from the control before.
type MeasureBalance struct {
	Arm       string  `json:"arm"`
	Covariate string  `json:"covariate"`
	Apart     float64 `json:"difference"` // in standard deviations
	P         float64 `json:"p"`
}

// MeasureEstimate is a difference from the control and how sure it is; null is
// what cannot be known, as with one customer in an arm.
type MeasureEstimate struct {
	Effect        float64  `json:"effect"`
	StandardError *float64 `json:"standard_error"`
	Lo95          *float64 `json:"lo95"`
	Hi95          *float64 `json:"hi95"`
	P             *float64 `json:"p"`
}

// MeasureResult is an arm against the control, by one metric, in one segment
// (nil: all).
type MeasureResult struct {
	Arm         string  `json:"arm"`
	Metric      string  `json:"metric"`
	Segment     *string `json:"segment"`
	Controls    int     `json:"controls"`
	Treated     int     `json:"treated"`
	ControlMean float64 `json:"control_mean"`
	TreatedMean float64 `json:"treated_mean"`
	MeasureEstimate
	PAdjusted         *float64         `json:"p_adjusted"` // Holm's, over all results
	PFalseRate        *float64         `json:"p_bh"`       // Benjamini and Hochberg's
	Method            string           `json:"method"`
	Adjusted          bool             `json:"cuped"`
	VarianceReduction *float64         `json:"variance_reduction"`
	Plain             *MeasureEstimate `json:"plain"`
	Relative          *float64         `json:"relative"`
	RelativeLo95      *float64         `json:"relative_lo95"`
	RelativeHi95      *float64         `json:"relative_hi95"`
	CappedAt          *float64         `json:"capped_at"`
	Capped            int              `json:"capped"`
	AnytimeLo95       *float64         `json:"anytime_lo95"` // null while the arms are too small for it
	AnytimeHi95       *float64         `json:"anytime_hi95"`
	Detectable        *float64         `json:"detectable"` // what would be seen with a power of 80 %
	SampleRatioP      float64          `json:"srm_p"`      // of the segment
	Margin            float64          `json:"margin"`     // that would not matter, in the metric's unit
	Enough            bool             `json:"enough"`
	Verdict           string           `json:"verdict"`
}

// check refuses what no file could answer.
func (q MeasureQuestion) check() error {
	switch {
	case q.Arm == "" || q.Control == "":
		return &UsageError{Text: "measuring needs --arm COLUMN and --control VALUE: who was treated, and what says that somebody was not"}
	case len(q.Metrics)+len(q.Ratios) == 0:
		return &UsageError{Text: "measuring needs --metric COLUMN (or --ratio COLUMN/COLUMN): what should have changed"}
	case !(q.Cap >= 0 && q.Cap < 1):
		return &UsageError{Text: "--cap is a share below 1: 0.01 caps the greatest of a hundred values"}
	case !(q.Margin >= 0 && q.Margin < 1):
		return &UsageError{Text: "--margin is a share of the control's mean, below 1"}
	case q.Planned < 0:
		return &UsageError{Text: "--planned is a number of customers"}
	}
	return nil
}

// MeasureFile compares the arms of a file with its control.
func MeasureFile(ctx context.Context, file OneFile, question MeasureQuestion) (MeasureAnswer, error) {
	if err := question.check(); err != nil {
		return MeasureAnswer{}, err
	}
	sheet, err := file.measureSheet(ctx, question)
	if err != nil {
		return MeasureAnswer{}, err
	}
	answer := MeasureAnswer{Rows: sheet.rows, Cap: question.Cap, Margin: question.Margin, Notes: []string{}}
	m := measuring{question: question, sheet: sheet, answer: &answer}
	if err := m.arrange(file.Path); err != nil {
		return MeasureAnswer{}, err
	}
	m.covariates()
	for _, metric := range sheet.metrics {
		for _, segment := range m.segments() {
			if err := m.compare(ctx, metric, segment); err != nil {
				return MeasureAnswer{}, err
			}
		}
	}
	m.judge()
	return answer, nil
}

// measuring is the comparison of a sheet's arms.
type measuring struct {
	question MeasureQuestion
	sheet    *measureSheet
	answer   *MeasureAnswer

	control int
	treated []int   // the other arms, by name
	byArm   [][]int // rows
	before  [][]float64
	named   []string // columns of before
	effects []experiment.Effect
}

// arrange puts the arms in order and checks their sizes.
func (m *measuring) arrange(path string) error {
	arms := m.sheet.arms
	m.control = arms.find(m.question.Control)
	if m.control < 0 {
		return &UsageError{Text: fmt.Sprintf("%s: no row of column %s says %q; it has %s", path, m.question.Arm, m.question.Control, arms.told()), Hint: "name one of them with --control", Cause: etl.ErrInput}
	}
	if len(arms.names) < 2 {
		return &UsageError{Text: fmt.Sprintf("%s: all rows of column %s say %q: nobody was treated", path, m.question.Arm, m.question.Control), Cause: etl.ErrInput}
	}
	if len(arms.names) > mostArms {
		return &UsageError{Text: fmt.Sprintf("%s: column %s has %d different values, which are no arms", path, m.question.Arm, len(arms.names)), Cause: etl.ErrInput}
	}
	for _, arm := range arms.sorted() {
		if arm != m.control {
			m.treated = append(m.treated, arm)
		}
	}
	m.byArm = make([][]int, len(arms.names))
	for row, arm := range m.sheet.arm {
		m.byArm[arm] = append(m.byArm[arm], row)
	}
	shares, err := m.split()
	if err != nil {
		return err
	}
	m.answer.Control = arms.names[m.control]
	for _, pair := range arms.alike() {
		m.note("the arms %q and %q differ by case or blanks only, and count as two: are they one?", pair[0], pair[1])
	}
	counts := make([]int, len(m.byArm))
	whole := 0.0
	for arm, rows := range m.byArm {
		counts[arm] = len(rows)
		whole += shares[arm]
	}
	for _, arm := range append([]int{m.control}, m.treated...) {
		m.answer.Arms = append(m.answer.Arms, MeasureArm{Arm: arms.names[arm], Customers: counts[arm], Share: significant(shares[arm] / whole)})
	}
	m.sheet.shares = shares
	m.answer.SampleRatioP = significant(experiment.SampleRatio(counts, shares))
	m.answer.Sound = m.answer.SampleRatioP >= experiment.SampleRatioAlert
	return nil
}

// mostArms is how many an experiment may have.
const mostArms = 100

// split reads the shares that the arms were drawn with.
func (m *measuring) split() ([]float64, error) {
	shares := make([]float64, len(m.sheet.arms.names))
	if m.question.Split == "" {
		for i := range shares {
			shares[i] = 1
		}
		return shares, nil
	}
	for part := range strings.SplitSeq(m.question.Split, ",") {
		at := strings.LastIndexAny(part, "=:")
		if at < 0 {
			return nil, &UsageError{Text: fmt.Sprintf("--split: %q is no arm with its share; it looks like --split %s=1,other=1", part, m.question.Control)}
		}
		share, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(part[at+1:]), "%"), 64)
		if err != nil || !(share > 0) || math.IsInf(share, 0) {
			return nil, &UsageError{Text: fmt.Sprintf("--split: %q is no share above 0", part[at+1:])}
		}
		arm := m.sheet.arms.find(part[:at])
		if arm < 0 {
			return nil, &UsageError{Text: fmt.Sprintf("--split: there is no arm %q; the file has %s", part[:at], m.sheet.arms.told())}
		}
		shares[arm] = share
	}
	if at := slices.Index(shares, 0); at >= 0 {
		return nil, &UsageError{Text: fmt.Sprintf("--split: the arm %s has no share", m.sheet.arms.names[at])}
	}
	return shares, nil
}

// significant takes off the digits that the order of rows may change.
func significant(value float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 12, 64), 64)
	if err != nil {
		return value
	}
	return rounded
}
