package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"clientele/internal/pipeline"
)

// tellMeasured writes the results as a table and, for each metric, a sentence.
func tellMeasured(w io.Writer, answer pipeline.MeasureAnswer) error {
	var text bytes.Buffer
	fmt.Fprintf(&text, "Compared with %s; sample ratio p = %s\n\n", printable(answer.Control), chance(answer.SampleRatioP))
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "metric\tsegment\tarm\tcontrols\ttreated\tcontrol mean\teffect\tfrom\tto\tp\tp (Holm)\tverdict\t")
	for _, r := range answer.Results {
		segment := "all"
		if r.Segment != nil {
			segment = shownLabel(*r.Segment)
		}
		lo, hi := measuredRange(r, answer)
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", printable(r.Metric), segment, shownLabel(r.Arm),
			whole(int64(r.Controls)), whole(int64(r.Treated)), figure(r.ControlMean), signed(r.Effect), shownFigure(lo, signed), shownFigure(hi, signed),
			shownFigure(r.P, chance), shownFigure(r.PAdjusted, chance), strings.ReplaceAll(r.Verdict, "_", " "))
	}
	_ = columns.Flush() // into memory
	text.WriteString("\n")
	for _, r := range answer.Results {
		if r.Segment == nil {
			fmt.Fprintf(&text, "%s, %s: %s\n", printable(r.Metric), shownLabel(r.Arm), verdictSentence(r, answer))
		}
	}
	_, err := w.Write(text.Bytes())
	return err
}

// shownLabel is an arm or segment; a tab would shift the columns.
func shownLabel(text string) string {
	if text == "" {
		return "(empty)"
	}
	return printable(text)
}

// figure has four significant digits.
func figure(value float64) string {
	digits := 4
	if value != 0 {
		digits = min(max(3-int(math.Floor(math.Log10(math.Abs(value)))), 0), 12)
	}
	return strconv.FormatFloat(value, 'f', digits, 64)
}

func signed(value float64) string {
	if value > 0 {
		return "+" + figure(value)
	}
	return figure(value)
}

func chance(p float64) string {
	if p < 0.0001 {
		return "< 0.0001"
	}
	return strconv.FormatFloat(p, 'f', 4, 64)
}

// measuredRange is the interval that is honest on the day: before the end the
// one that holds at every look.
func measuredRange(r pipeline.MeasureResult, answer pipeline.MeasureAnswer) (lo, hi *float64) {
	if answer.Early {
		return r.AnytimeLo95, r.AnytimeHi95
	}
	return r.Lo95, r.Hi95
}

// verdictSentence says what a result means, and what it does not.
func verdictSentence(r pipeline.MeasureResult, answer pipeline.MeasureAnswer) string {
	span := signed(r.Effect) + " a customer"
	if lo, hi := measuredRange(r, answer); lo != nil && hi != nil {
		span += fmt.Sprintf(" (%s to %s)", signed(*lo), signed(*hi))
	}
	if r.Relative != nil && !answer.Early {
		span += fmt.Sprintf(", %+.1f %% (%+.1f to %+.1f)", 100**r.Relative, 100**r.RelativeLo95, 100**r.RelativeHi95)
	}
	says := ""
	switch r.Verdict {
	case "worked":
		says = "it worked: " + span + "."
	case "harmed":
		says = "it did harm: " + span + "."
	case "no_effect":
		says = fmt.Sprintf("no effect that matters: %s lies within ±%s, the margin of %g %%.", span, figure(r.Margin), 100*answer.Margin)
	case "unsound":
		says = "nothing can be concluded: the arms are not as large as drawn. The figures would be " + span + "."
	default:
		says = "not enough data: " + span + " may be chance."
		if !r.Enough {
			says = "not enough data: too few customers did anything to rely on " + span + "."
			break
		}
		switch {
		case r.P == nil || *r.P >= 0.05:
		case answer.Early:
			says = fmt.Sprintf("not enough data: at one look alone, %s would be no chance (p = %s), but with a look now and then it may be.", span, chance(*r.P))
		default:
			says = fmt.Sprintf("not enough data: alone, %s would be no chance (p = %s), but as one of %d results it may be (%s).", span, chance(*r.P), len(answer.Results), shownFigure(r.PAdjusted, chance))
		}
		if r.Detectable != nil && *r.Detectable > 0 {
			says += fmt.Sprintf(" With these arms %s would be seen four times in five.", figure(*r.Detectable))
		}
	}
	return says + adjustedSentence(r) + cappedSentence(r)
}

func adjustedSentence(r pipeline.MeasureResult) string {
	switch {
	case r.VarianceReduction == nil:
		return ""
	case r.StandardError == nil:
		return ""
	case r.Adjusted:
		return fmt.Sprintf(" What was known before made the variance %.1f %% less; without it %s (%s to %s).", 100**r.VarianceReduction, signed(r.Plain.Effect), shownFigure(r.Plain.Lo95, signed), shownFigure(r.Plain.Hi95, signed))
	}
	if *r.VarianceReduction > 0.999 {
		return " What was known before is the metric itself and is not used."
	}
	return " What was known before brings nothing and is not used."
}

func cappedSentence(r pipeline.MeasureResult) string {
	if r.CappedAt == nil {
		return ""
	}
	return fmt.Sprintf(" %s values were capped at %s.", whole(int64(r.Capped)), figure(*r.CappedAt))
}
