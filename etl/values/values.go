// Package values reads the texts of exports as values: numbers, moments, yes
// and no, currencies. Nothing is guessed: which mark is the decimal one and
// whether the day or the month stands first are arguments, and a text that is
// no value under them is refused. Money is exact: a number is a count of the
// smallest unit and never a float.
package values

// Fault says why a text is no number.
type Fault uint8

// The faults of a number.
const (
	Sound    Fault = iota
	NoNumber       // the text is no number
	TooLarge       // it is one, of more digits than the field has
)

// String is the fault as a reject names it.
func (f Fault) String() string {
	switch f {
	case NoNumber:
		return "is no number"
	case TooLarge:
		return "is too large"
	}
	return ""
}

// Boolean reads yes or no as exports write it in English, Russian, Spanish and
// Portuguese. A text of another case is the same text.
func Boolean(text string) (value, ok bool) {
	switch fold(text) {
	case "true", "yes", "y", "1", "да", "sí", "si", "sim", "subscribed", "x":
		return true, true
	case "false", "no", "n", "0", "нет", "não", "nao", "unsubscribed":
		return false, true
	}
	return false, false
}

// HeldOut reads of which arm of an experiment a text speaks: true is the control
// group, which is left alone. Yes and no are told by Boolean; A and B by nobody.
func HeldOut(text string) (heldOut, ok bool) {
	switch fold(text) {
	case "control", "controls", "control group", "holdout", "hold-out", "hold out", "held out", "held-out", "not treated", "untreated", "unexposed",
		"контроль", "контрольная", "контрольная группа", "кг", "не обращались", "удержан", "удержана", "удержанные",
		"grupo de control", "grupo control", "excluido", "excluida", "reservado", "grupo de controle", "controle":
		return true, true
	case "test", "test group", "treatment", "treated", "treatment group", "target", "target group", "variant", "exposed", "campaign", "mailing", "mailed", "contacted",
		"тест", "тестовая", "тестовая группа", "целевая", "целевая группа", "цг", "воздействие", "основная", "основная группа", "рассылка",
		"tratamiento", "grupo de tratamiento", "tratado", "tratada", "prueba", "grupo de prueba", "grupo de test", "expuesto", "expuesta", "contactado", "contactada", "tratamento", "grupo de teste", "teste":
		return false, true
	}
	return false, false
}
