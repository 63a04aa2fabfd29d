package profiles

import "testing"

func TestGuess_ANumberOfRowsIsNoKey(t *testing.T) {
	header := []string{"№", "Клиент", "Телефон", "E-mail"}
	rows := [][]string{{"1", "Ромашка", "+7 900 000-01-01", "a@ya.ru"}, {"2", "Лютик", "+7 900 000-01-02", "b@ya.ru"}, {"3", "Василёк", "+7 900 000-01-03", "c@ya.ru"}}
	if found, ok := GuessAs("contacts", header, rows).Of("source_id"); ok && found.Positions[0] == 0 {
		t.Error("the rows' numbers are taken for keys")
	}
	// Numbers that are not those of the rows are keys, whatever the column is called.
	rows[1][0] = "7"
	if found, ok := GuessAs("contacts", header, rows).Of("source_id"); !ok || found.Positions[0] != 0 {
		t.Errorf("keys are taken for the rows' numbers: %+v", found)
	}
}
