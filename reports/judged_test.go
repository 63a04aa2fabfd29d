package reports_test

import (
	"strings"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

// skill is one row of forecasts a month ahead.
func skill(published bool, forecasts int64, share float64, p any, verdict string) func(*reports.Answers) {
	return func(a *reports.Answers) {
		s := first(a.ForecastSkill, 1)
		for column, value := range map[string]any{"forecasts": forecasts, "skill": share, "p_value": p, "verdict": verdict, "published": published, "inside80": 0.5} {
			s = with(s, column, func(int) any { return value })
		}
		a.ForecastSkill = s
	}
}

func TestJudged_TheVerdictIsInPlainWords(t *testing.T) {
	for _, c := range []struct {
		language string
		change   func(*reports.Answers)
		want     string
	}{
		{"en", skill(false, 24, 0.21, 0.012, "better"), "This method, tried on 24 past months that it had not seen: off by 21.0% less than last year's month, and not by luck (p = 0.01). 12 of 24 lay in their ranges of 80%."},
		{"en", skill(false, 24, 0.21, 0.0001, "better"), "(p < 0.01)"},
		{"en", skill(false, 24, 0.21, 0.2, "unproven"), "had not seen: off by 21.0% less than last year's month, but these are too few months to be sure that it was not luck."},
		{"ru", skill(false, 24, 0.21, 0.2, "unproven"), "ошибка на 21,0\u00a0% меньше, чем даёт правило «как год назад», но месяцев слишком мало"},
		{"es", skill(false, 24, 0.21, 0.2, "unproven"), "erró un 21,0\u00a0% menos que el mes del año anterior, pero son muy pocos meses"},
		{"en", skill(false, 24, 0.01, 0.9, "no_better"), "had not seen: no better than last year's month."},
		{"en", skill(false, 24, -0.1, 0.9, "no_better"), "had not seen: no better than last year's month."},
		{"en", skill(false, 24, -0.3, 0.01, "worse"), "off by 30.0% more than last year's month, and not by bad luck (p = 0.01); look at last year's month rather"},
		{"en", skill(true, 1, 0.3, nil, "unjudged"), "1 forecast a month ahead was told in a report and can be judged: too few to say whether that is better than last year's month."},
		{"en", skill(true, 3, 0.3, nil, "better"), "3 forecasts a month ahead were told in reports and can be judged: too few to say"},
		{"ru", skill(false, 21, 0.21, 0.012, "better"), "при проверке на 21 прошлом месяце, которого он не видел: ошибка на 21,0\u00a0% меньше"},
		{"ru", skill(false, 22, 0, 0.9, "no_better"), "при проверке на 22 прошлых месяцах, которых он не видел: не лучше, чем правило «как год назад»."},
		{"ru", skill(true, 1, 0, nil, "unjudged"), "В отчётах был 1 прогноз на месяц вперёд"}, {"ru", skill(true, 2, 0, nil, "unjudged"), "В отчётах было 2 прогноза"}, {"ru", skill(true, 5, 0, nil, "unjudged"), "В отчётах было 5 прогнозов"},
		{"es", skill(false, 24, 0.21, 0.012, "better"), "probado en 24 meses pasados que no había visto: erró un 21,0\u00a0% menos que el mes del año anterior, y no por suerte (p = 0,01)."},
		{"es", skill(true, 1, 0, nil, "unjudged"), "En los informes hubo 1 previsión a un mes"},
	} {
		d := monthly(t, c.language, c.change)
		if lead := strings.Join(section(t, d, "judged").Lead, " "); !strings.Contains(lead, c.want) {
			t.Errorf("%q is not in: %s", c.want, lead)
		}
	}
}

// A year of history has no month of the year before.
func TestJudged_AShortHistoryHasToBeatTheMonthBefore(t *testing.T) {
	for language, want := range map[string]string{"en": "no better than the month before.", "ru": "не лучше, чем правило «как месяц назад».", "es": "no mejor que el mes previo."} {
		d := monthly(t, language, func(a *reports.Answers) {
			skill(false, 24, 0, 0.9, "no_better")(a)
			a.Forecast = &table.Table{Columns: a.Forecast.Columns, Rows: a.Forecast.Rows[24:]}
		})
		if lead := strings.Join(section(t, d, "judged").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%q is not in: %s", want, lead)
		}
	}
}

// The first page, the forecast and the judge say one thing.
func TestJudged_TheForecastBearsTheVerdict(t *testing.T) {
	for _, c := range []struct {
		change func(*reports.Answers)
		want   string
		none   string
	}{
		{skill(false, 24, 0, 0.9, "no_better"), "no better than last year's month", "On past months the model"},
		{skill(false, 24, 0.3, 0.01, "better"), "and not by luck", "On past months the model"},
		{skill(true, 2, 0.3, nil, "unjudged"), "On past months the model", "too few"},
		{func(a *reports.Answers) { a.ForecastSkill = nil }, "On past months the model", "last year's month:"},
	} {
		d := monthly(t, "en", c.change)
		if got := strings.Join(section(t, d, "forecast").Checks, " "); !strings.Contains(got, c.want) || strings.Contains(got, c.none) {
			t.Errorf("%q: the forecast says %s", c.want, got)
		}
		for _, p := range section(t, d, "summary").Points {
			if p.Section == "forecast" && strings.Contains(c.want, "month") && !strings.Contains(c.want, "model") && !strings.Contains(p.Text, c.want) {
				t.Errorf("the first page says %s", p.Text)
			}
		}
	}
}

func TestJudged_TheLastMonthIsToldWithWhatCame(t *testing.T) {
	judge := func(mean float64, published bool) func(*reports.Answers) {
		return func(a *reports.Answers) {
			a.ForecastJudged = one(a.ForecastJudged, map[string]any{"mean": mean, "lo80": 9_000.0, "hi80": 11_000.0, "actual": 10_000.0, "published": published})
		}
	}
	for _, c := range []struct {
		language  string
		mean      float64
		published bool
		want      string
	}{
		{"en", 11_200, true, "the report of 30 Nov 2024 told £11,200; £10,000 came. That was 12.0% too much, inside the range that had been given."},
		{"en", 9_500, false, "this method would have told £9,500 on 30 Nov 2024; £10,000 came. That was 5.0% too little, inside"},
		{"en", 10_001, true, "That was right to a tenth of a per cent, inside"},
		{"ru", 11_200, true, "прогнозировал 11\u00a0200\u00a0₽; получено 10\u00a0000\u00a0₽. Это на 12,0\u00a0% больше факта, внутри названного интервала."},
		{"es", 9_500, true, "previó 9.500\u00a0€; entraron 10.000\u00a0€. Fue un 5,0\u00a0% de menos, dentro del intervalo dado."},
	} {
		lead := strings.ReplaceAll(strings.Join(section(t, monthly(t, c.language, judge(c.mean, c.published)), "judged").Lead, " "), "30\u00a0Nov\u00a02024", "30 Nov 2024")
		if !strings.Contains(lead, c.want) {
			t.Errorf("%q is not in: %s", c.want, lead)
		}
	}
	out := monthly(t, "en", func(a *reports.Answers) {
		judge(11_200, true)(a)
		a.ForecastJudged = with(a.ForecastJudged, "hi80", func(int) any { return 9_999.0 })
	})
	if lead := strings.Join(section(t, out, "judged").Lead, " "); !strings.Contains(lead, "outside the range that had been given") || shownCell(t, out, "judged", 0, "inside") != "no" {
		t.Errorf("it says %s", lead)
	}
}

// A month that ran when it was told is no month ahead: not the first row, and nothing that
// skill is told of.
func TestJudged_TheMonthThatRanStandsLast(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		judged := a.ForecastJudged
		a.ForecastJudged = with(judged, "ahead", func(r int) any {
			if r == 0 {
				return int64(0)
			}
			return judged.Value(r, "ahead")
		})
	})
	rows := d.Find("judged").Data
	for r := range rows.Len() {
		if running := rows.Integer(r, "ahead") == 0; running != (r == rows.Len()-1) {
			t.Errorf("row %d of %d is %v", r, rows.Len(), rows.Rows[r])
		}
	}
}

// What a report has told stands before what would have been told, and is
// marked in the chart; forecasts a month ahead come first.
func TestJudged_ToldForecastsStandApart(t *testing.T) {
	d := monthly(t, "en", nil)
	rows, chart := d.Find("judged").Data, section(t, d, "judged").Charts[0]
	if !rows.Boolean(0, "published") || rows.Boolean(1, "published") || rows.Integer(1, "ahead") != 1 || !rows.Time(0, "month").Equal(rows.Time(1, "month")) {
		t.Errorf("the first rows are %v and %v", rows.Rows[0], rows.Rows[1])
	}
	if last := rows.Len() - 1; rows.Integer(last, "ahead") != 2 || rows.Text(last, "how_told") != "trial" {
		t.Errorf("the last row is %v", rows.Rows[last])
	}
	told := 0
	for r := range chart.Data.Len() {
		if chart.Data.Value(r, "told") != nil {
			told++
		}
		if r > 0 && !chart.Data.Time(r, "month").After(chart.Data.Time(r-1, "month")) {
			t.Errorf("row %d of the chart is not later than the one before", r)
		}
	}
	if chart.Data.Len() != 22 || told != 3 {
		t.Errorf("the chart has %d months, %d told", chart.Data.Len(), told)
	}
	none := monthly(t, "en", func(a *reports.Answers) { a.ForecastJudged = &table.Table{Columns: a.ForecastJudged.Columns} })
	if s := section(t, none, "judged"); !strings.Contains(s.Note, "from the next one on") || len(s.Tables) > 0 {
		t.Errorf("without any: %+v", s)
	}
}

// 24 forecasts of 90 and 130 for 100: off by 10 and 30, 20 % of what came.
func TestJudged_TheUsualErrorIsInPerCentOfWhatCame(t *testing.T) {
	forecasts := func(n int) func(*reports.Answers) {
		return func(a *reports.Answers) {
			skill(false, int64(n), 0.21, 0.012, "better")(a)
			row := one(a.ForecastJudged, map[string]any{"ahead": int64(1), "published": false, "actual": 10_000.0})
			all := &table.Table{Columns: row.Columns}
			for range n + 1 {
				all.Rows = append(all.Rows, row.Rows[0])
			}
			all = with(all, "mean", func(r int) any { return []any{9_000.0, 13_000.0}[r%2] })
			all = with(all, "month", func(r int) any { return row.Time(0, "month").AddDate(0, r, 0) })
			a.ForecastJudged = with(all, "ahead", func(r int) any { return int64(1 + r/n) })
		}
	}
	for language, want := range map[string]string{
		"en": "A month ahead the usual error is 20.0% of what came.", "ru": "Обычная ошибка прогноза на месяц вперёд — 20,0\u00a0% от факта.", "es": "A un mes, el error habitual es del 20,0\u00a0% de lo que entró.",
	} {
		d := monthly(t, language, forecasts(24))
		point := ""
		for _, p := range section(t, d, "summary").Points {
			if p.Section == "forecast" {
				point = p.Text
			}
		}
		if lead := strings.Join(section(t, d, "judged").Lead, " "); !strings.Contains(lead, want) || !strings.Contains(point, want) {
			t.Errorf("%s: it says %s; the first page %s", language, lead, point)
		}
	}
	if lead := strings.Join(section(t, monthly(t, "en", forecasts(4)), "judged").Lead, " "); strings.Contains(lead, "usual error") {
		t.Errorf("four forecasts have a usual error: %s", lead)
	}
}

// The rows of all distances are no test of their own.
func TestJudged_AllDistancesTogetherHaveNoVerdict(t *testing.T) {
	data := monthly(t, "en", nil).Find("judged-skill").Data
	for r := range data.Len() {
		if (data.Value(r, "ahead") == nil) != (data.Value(r, "verdict") == nil) {
			t.Errorf("row %d: %v", r, data.Rows[r])
		}
	}
}

// A header reads whole with what stands under it.
func TestJudged_TheVerdictsHeaderIsAWholePhrase(t *testing.T) {
	for language, want := range map[string]string{"en": "Against last year's month", "ru": "Против «как год назад»", "es": "Frente al mes del año anterior"} {
		columns := monthly(t, language, nil).Find("judged-skill").Columns
		if got := columns[len(columns)-1].Label; got != want {
			t.Errorf("%s: the header is %s", language, got)
		}
	}
}
