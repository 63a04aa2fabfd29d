package profiles

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind_TakesTheClosestKindOfLikeness(t *testing.T) {
	for _, test := range []struct {
		why    string
		header []string
		name   string
		want   []int
	}{
		{"an equal header", []string{"ID", "Сделка"}, "id", []int{0}},
		{"a sign behind the header", []string{"ID", "Бюджет ₸"}, "Бюджет", []int{1}},
		{"every one of equal headers", []string{"cid", "Товар", "cid", "Товар"}, "Товар", []int{1, 3}},
		{"an equal header beats one with an entity", []string{"Телефон (контакт)", "Телефон"}, "Телефон", []int{1}},
		{"a telephone beside its entity", []string{"ID", "Телефон (контакт)", "Телефон (компания)"}, "Телефон", []int{1}},
		{"a telephone in Spanish", []string{"ID", "Teléfono celular (contacto)"}, "Teléfono celular", []int{1}},
		{"the entity before the header", []string{"Deal - ID", "Deal - Title", "Person - Name"}, "Title", []int{1}},
		{"the file's own entity first", []string{"Deal - ID", "Person - ID"}, "ID", []int{0}},
		{"a client's telephone", []string{"ID", "Контакт: Телефон"}, "Телефон", []int{1}},
		{"a prefix that an organisation gave every column", []string{"Opportunity_Topic", "Opportunity_Status"}, "Topic", []int{0}},
		{"when the contact was made is not when the deal was", []string{"ID", "Сделка", "Контакт: Дата создания"}, "Дата создания", nil},
		{"deals renamed to requests", []string{"ID", "Название заявки", "Стадия заявки"}, "Название сделки", []int{1}},
		{"another case of the word", []string{"ID", "Заявка", "Дата закрытия заявок"}, "Дата закрытия сделок", []int{2}},
		{"deals renamed to projects", []string{"Проект", "Стадия проекта"}, "Сделка", []int{0}},
		{"a request beside a deal is another thing", []string{"Сделка", "Стадия заявки"}, "Стадия сделки", nil},
		{"a single column of projects is a field", []string{"ID", "Проект", "Сумма"}, "Сделка", nil},
		{"how a person is addressed is no deal", []string{"Обращение", "Имя", "Тип обращения"}, "Сделка", nil},
		{"as it is written, and not in another currency", []string{"ID", "Сумма, руб.", "Сумма, $"}, "Сумма, руб.", []int{1}},
		{"the other one as it is written", []string{"ID", "Сумма, руб.", "Сумма, $"}, "Сумма, $", []int{2}},
		{"without a currency beside one with it", []string{"Amount", "Amount USD"}, "Amount", []int{0}},
		{"as it is written, and not as it is marked", []string{"Amount", "Amount:", "AMOUNT", "Amount*"}, "Amount", []int{0}},
		{"the wanted currency, written otherwise", []string{"Сумма, $", "Сумма (RUB)"}, "Сумма, руб.", []int{1}},
		{"columns of two currencies are never one", []string{"Сумма, руб.", "Сумма, $", "Сумма (RUB)"}, "Сумма", []int{0, 2}},
		{"one currency under an other name", []string{"Сумма, $"}, "Сумма, руб.", []int{0}},
		{"similar is not equal", []string{"Amout", "Суммы"}, "Amount", nil},
		{"nothing finds nothing", []string{"", " "}, "", nil},
	} {
		if got := Find(test.header, test.name); !cmp.Equal(got, test.want) {
			t.Errorf("%s: %q in %q is found at %v, want %v", test.why, test.name, test.header, got, test.want)
		}
	}
}
