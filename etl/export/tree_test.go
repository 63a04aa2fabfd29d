package export

import (
	"errors"
	"strings"
	"testing"

	"clientele/etl/internal/workbook"
)

// bookOf writes a workbook with one sheet of these lines.
func bookOf(t testing.TB, text string) string {
	t.Helper()
	content, err := workbook.Of(workbook.Sheet{Name: "TDSheet", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return fileOf(t, "book.xlsx", string(content))
}

// grossProfit is the shape of the report "Валовая прибыль предприятия".
const grossProfit = `Валовая прибыль предприятия

Параметры:	Период: 01.05.2026 - 31.05.2026
	Показатели: Выручка
Отбор:	Организация Равно "ООО Поставщик"

Клиент	Количество	Выручка
Менеджер
Номенклатура
ООО "Ромашка"	n:15	n:1500.5
>>··Иванов И. И.	n:10	n:1000
>>>>····Пиво светлое, 	n:4	n:400
>>>>····Пиво тёмное, 	n:6	n:600
>>··Петров П. П.	n:5	n:500.5
>>>>····Квас, 	n:5	n:500.5
ИП Сидоров	n:1	n:99
>>··Иванов И. И.	n:1	n:99
>>>>····Квас, 	n:1	n:99
Итого	n:16	n:1599.5
`

const grossProfitHeader = "Клиент | Менеджер | Номенклатура | Количество | Выручка | Период с | Период по"

func grossProfitRows() []string {
	const period = " | @2026-05-01 | @2026-05-31"
	return []string{
		`12 | ООО "Ромашка" | Иванов И. И. | Пиво светлое, | #4 | #400` + period, `13 | ООО "Ромашка" | Иванов И. И. | Пиво тёмное, | #6 | #600` + period,
		`15 | ООО "Ромашка" | Петров П. П. | Квас, | #5 | #500.5` + period, `18 | ИП Сидоров | Иванов И. И. | Квас, | #1 | #99` + period,
	}
}

func TestTree_LeavesBecomeRecords(t *testing.T) {
	stripped := func(mark string) string { return strings.ReplaceAll(grossProfit, mark, "") }
	above := strings.Replace(grossProfit, "Клиент\tКоличество\tВыручка\nМенеджер\nНоменклатура\n", "Клиент\nМенеджер\nНоменклатура\tКоличество\tВыручка\n", 1)
	for name, text := range map[string]string{
		"outline and indents": grossProfit, "outline alone": stripped("··"), "indents alone": stripped(">>"), "captions above": above,
		"blanks": strings.NewReplacer(">>", "", "··", "  ").Replace(grossProfit),
	} {
		for _, options := range []Options{{}, {Layout: "tree"}} {
			t.Run(name+" "+options.Layout, func(t *testing.T) {
				if name == "captions above" && options.Layout == "" {
					t.Skip("levels above the header are titles, too, unless the config says that it is a tree")
				}
				table := expect(t, bookOf(t, text), options, grossProfitHeader, grossProfitRows()...)
				place := table.Place()
				if place.Layout != "tree" || place.Note != "read as a tree of 5 groups and 4 rows" {
					t.Errorf("%+v", place)
				}
			})
		}
	}
}

func TestTree_ASumThatIsNotThatOfItsRowsIsTold(t *testing.T) {
	table := expect(t, bookOf(t, strings.Replace(grossProfit, "n:15\tn:1500.5", "n:15\tn:1600.5", 1)), Options{}, grossProfitHeader, grossProfitRows()...)
	const why = "is a sum with Выручка 1600.5, but its rows sum to 1500.5; the difference is 100"
	if note := table.Place().Note; !strings.HasSuffix(note, "the sums of 1 groups are not those of their rows: row 10 "+why) {
		t.Error(note)
	}
	if got := aside(table); !strings.Contains(got, "10 ООО \"Ромашка\" | 15 | 1600.5: "+why) || strings.Count(got, "\n10 ") != 1 {
		t.Error(got)
	}
	table = expect(t, bookOf(t, strings.Replace(grossProfit, "n:16\tn:1599.5", "n:16\tn:1", 1)), Options{}, grossProfitHeader, grossProfitRows()...)
	if got := aside(table); !strings.Contains(got, "19 Итого | 16 | 1: is a sum with Выручка 1, but its rows sum to 1599.5") {
		t.Error(got)
	}
}

func TestTree_EveryLineIsARowOrSetAside(t *testing.T) {
	table := expect(t, bookOf(t, grossProfit), Options{}, grossProfitHeader, grossProfitRows()...)
	// 19 lines, of which 2 are blank and 3 are the header.
	if got := table.AsideCount() + 4 + 2 + 3; got != 19 {
		t.Errorf("%d of 19 lines:\n%s", got, aside(table))
	}
}

func TestTree_LevelsThatTheHeadDoesNotNameAreGroups(t *testing.T) {
	expect(t, bookOf(t, `Клиент	Выручка
Номенклатура
ООО А	n:7
>>ПИВО	n:7
>>>>Пиво фасованное	n:3
>>>>>>Светлое	n:3
>>>>Тёмное	n:4
ООО Б	n:1
>>Квас	n:1
`), Options{}, "Клиент | Группа | Номенклатура | Выручка",
		"6 | ООО А | ПИВО / Пиво фасованное | Светлое | #3", "7 | ООО А | ПИВО | Тёмное | #4", "9 | ООО Б |  | Квас | #1")
}

func TestTree_ASectionLabelIsNoLevel(t *testing.T) {
	expect(t, bookOf(t, `Клиент	Выручка
Менеджер
ООО А	n:7
>>По менеджерам
>>>>Иванов	n:3
>>>>Петров	n:4
>>По складам
>>>>Главный	n:7
ООО Б	n:1
>>По менеджерам
>>>>Иванов	n:1
`), Options{}, "Клиент | Менеджер | Выручка", "5 | ООО А | Иванов | #3", "6 | ООО А | Петров | #4", "11 | ООО Б | Иванов | #1")
}

func TestTree_ManagersSideBySideBecomeRecords(t *testing.T) {
	expect(t, bookOf(t, `Период: 01.05.2026 - 31.05.2026

Клиент	Иванов	<<	Петров	<<	Итого	<<
Номенклатура	Количество	Выручка	Количество	Выручка	Количество	Выручка
ООО А	n:3	n:30	n:1	n:10	n:4	n:40
>>Пиво	n:2	n:20			n:2	n:20
>>Квас	n:1	n:10	n:1	n:10	n:2	n:20
Итого	n:3	n:30	n:1	n:10	n:4	n:40
`), Options{Layout: "tree"}, "Клиент | Номенклатура | Менеджер | Количество | Выручка | Период с | Период по",
		"6 | ООО А | Пиво | Иванов | #2 | #20 | @2026-05-01 | @2026-05-31",
		"7 | ООО А | Квас | Иванов | #1 | #10 | @2026-05-01 | @2026-05-31", "7 | ООО А | Квас | Петров | #1 | #10 | @2026-05-01 | @2026-05-31")
}

func TestTree_ArticlesStandBesideOrBelowTheirItems(t *testing.T) {
	expect(t, bookOf(t, `Клиент				Выручка
Менеджер
Артикул			Номенклатура
ООО А				n:7
>>По менеджерам
>>Иванов				n:7
>>>>			ПИВО	n:7
>>>>>>001			Светлое, 	n:3
>>>>>>002			Тёмное, 	n:4
`), Options{}, "Клиент | Менеджер | Группа | Номенклатура | Артикул | Выручка",
		"8 | ООО А | Иванов | ПИВО | Светлое, | 001 | #3", "9 | ООО А | Иванов | ПИВО | Тёмное, | 002 | #4")
	expect(t, bookOf(t, `Контрагент	Иванов	<<	Петров	<<	Итого	<<
Номенклатура	Количество	Выручка	Количество	Выручка	Количество	Выручка
Артикул
ООО А	n:3	n:30	n:1	n:10	n:5	n:45
··Пиво	n:3	n:30	n:1	n:10	n:5	n:45
····ТЁМНОЕ	n:3	n:30	n:1	n:10	n:5	n:45
······70/1	n:3	n:30			n:3	n:30
······70/2			n:1	n:10	n:1	n:10
······70/3					n:1	n:5
······70/4
`), Options{}, "Контрагент | Группа | Номенклатура | Артикул | Менеджер | Количество | Выручка",
		"7 | ООО А | Пиво | ТЁМНОЕ | 70/1 | Иванов | #3 | #30", "8 | ООО А | Пиво | ТЁМНОЕ | 70/2 | Петров | #1 | #10", "9 | ООО А | Пиво | ТЁМНОЕ | 70/3 |  | #1 | #5")
}

// What was loaded is not to be replaced by nothing.
func TestTree_WithoutGroupsOrRowsIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		strings.NewReplacer(">>", "", "··", "").Replace(grossProfit):               "grouped by Клиент, Менеджер, Номенклатура, but its rows show no groups",
		"Клиент\tВыручка\nМенеджер\n":                                              "no rows stand below the report's header",
		"Отчёт о продажах за месяц\n\nКлиент\tВыручка\nНоменклатура\nИтого\tn:0\n": "no rows stand below the report's header",
	} {
		if err := refusal(t, bookOf(t, text), Options{Layout: "tree"}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestTree_ListTellsItsLevels(t *testing.T) {
	places, err := List(bookOf(t, grossProfit), Options{})
	if err != nil || len(places) != 1 || strings.Join(places[0].Header, " | ") != grossProfitHeader || places[0].Sheet != "TDSheet" || places[0].HeaderRow != 7 {
		t.Errorf("%+v, %v", places, err)
	}
}

// bookOfSheets writes a workbook of names and lines.
func bookOfSheets(t testing.TB, namesAndTexts ...string) string {
	t.Helper()
	var sheets []workbook.Sheet
	for i := 0; i < len(namesAndTexts); i += 2 {
		sheets = append(sheets, workbook.Sheet{Name: namesAndTexts[i], Text: namesAndTexts[i+1]})
	}
	content, err := workbook.Of(sheets...)
	if err != nil {
		t.Fatal(err)
	}
	return fileOf(t, "book.xlsx", string(content))
}
