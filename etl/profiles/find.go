package profiles

import (
	"slices"
	"strings"
	"unicode"
)

// Find lists the positions of the columns that a name of a profile means. An
// equal header (as Normalise makes it) beats one with an entity beside it
// (Телефон (контакт), Deal - Title, Контакт: Телефон), and that beats one with
// the entity's word renamed (Название заявки for Название сделки). A header that
// stands there once as it is written beats all that are only equal, and of equal ones
// none is taken together with one in another currency. Of columns with one header
// all are returned, and the last that is filled in a row counts. A header that is
// only similar is never found.
func Find(header []string, name string) []int {
	return newIndex(header).find(name)
}

// index is a header made ready for many searches.
type index struct {
	written    []string // as they are, without what nobody sees
	currencies []string // in them
	names      []string // normalised
	bare       []string // without the entity beside it; "" where there is none
	affixes    []string // which entity that is
	renamed    []string // with one word for all that deals are called; nil where the file calls them deals
	own        string   // the entity that the file itself is about, by its affixes
}

func newIndex(header []string) *index {
	x := &index{
		written: make([]string, len(header)), currencies: make([]string, len(header)), names: make([]string, len(header)), bare: make([]string, len(header)),
		affixes: make([]string, len(header)),
	}
	counts := map[string]int{}
	for i, text := range header {
		x.written[i] = tidy(text)
		x.names[i], x.currencies[i] = Normalise(text)
		x.bare[i], x.affixes[i] = cutEntity(x.names[i])
		counts[x.affixes[i]]++
	}
	for i, affix := range x.affixes {
		// The entity of the first column is what the file is about, and so is
		// one that stands beside every other column.
		if affix != "" && (i == 0 || counts[affix]*2 > len(header)) {
			x.own = affix
			break
		}
	}
	x.rename()
	return x
}

func (x *index) find(name string) []int {
	wanted, currency := Normalise(name)
	if wanted == "" {
		return nil
	}
	if found := positions(x.written, tidy(name)); len(found) == 1 {
		return found
	}
	if found := positions(x.names, wanted); found != nil {
		return x.inOneCurrency(found, currency)
	}
	if found := x.beside(wanted); found != nil {
		return found
	}
	if x.renamed == nil || !dealWord(wanted) {
		return nil
	}
	return positions(x.renamed, oneWord(wanted))
}

// inOneCurrency keeps of columns with one name those in the wanted currency, else
// those in that of the first one.
func (x *index) inOneCurrency(found []int, wanted string) []int {
	if !slices.ContainsFunc(found, func(at int) bool { return x.currencies[at] == wanted }) {
		wanted = x.currencies[found[0]]
	}
	return slices.DeleteFunc(found, func(at int) bool { return x.currencies[at] != wanted })
}

func positions(names []string, wanted string) []int {
	var found []int
	for i, name := range names {
		if name == wanted {
			found = append(found, i)
		}
	}
	return found
}

// beside finds a name beside which an entity stands: the file's own, or, where
// the name is something that only people and companies have, another. When the
// contact was made is not when the deal was.
func (x *index) beside(wanted string) []int {
	if x.own != "" {
		if found := x.ofEntity(wanted, x.own); found != nil {
			return found
		}
	}
	if !personal(wanted) {
		return nil
	}
	for i, bare := range x.bare {
		if bare == wanted {
			return x.ofEntity(wanted, x.affixes[i])
		}
	}
	return nil
}

func (x *index) ofEntity(wanted, entity string) []int {
	var found []int
	for i, bare := range x.bare {
		if bare == wanted && x.affixes[i] == entity {
			found = append(found, i)
		}
	}
	return found
}

// cutEntity takes the entity off that some systems write beside each field.
func cutEntity(name string) (bare, entity string) {
	if body, ok := strings.CutSuffix(name, ")"); ok {
		if at := strings.LastIndex(body, " ("); at > 0 && entityOf(body[at+2:]) != "" {
			return body[:at], entityOf(body[at+2:])
		}
	}
	for _, separator := range []string{" - ", ": ", "_"} {
		before, after, ok := strings.Cut(name, separator)
		if ok && after != "" && entityOf(before) != "" && (separator != "_" || before == "opportunity") {
			return after, entityOf(before)
		}
	}
	return "", ""
}

func entityOf(word string) string {
	switch word {
	case "контакт", "контакта", "contact", "contacto", "contato", "person", "persona", "pessoa", "billing":
		return "contact"
	case "компания", "компании", "company", "organization", "organisation", "empresa", "compañía", "account":
		return "company"
	case "сделка", "сделки", "deal", "opportunity", "negocio", "negócio", "trato":
		return "deal"
	case "лид", "лида", "lead":
		return "lead"
	case "дело", "activity", "actividad", "atividade":
		return "activity"
	case "product", "товар", "produto":
		return "product"
	}
	return ""
}

// personal tells names of what only people and companies have.
func personal(name string) bool {
	for _, stem := range []string{
		"телефон", "phone", "teléfono", "telefone", "celular", "móvil", "mail", "correo", "почт", "адрес", "address", "dirección", "endereço",
		"инн", "кпп", "web", "сайт", "город", "city", "ciudad", "cidade", "страна", "country", "должность", "first name", "last name",
		"full name", "имя", "фамилия", "фио",
	} {
		if strings.Contains(name, stem) {
			return true
		}
	}
	return false
}

// rename fills the index for files in which an administrator gave deals
// another name. Where the word of the system is still there, the others are
// words of their own: a request beside a deal.
func (x *index) rename() {
	other := ""
	for _, name := range x.names {
		for _, word := range words(name) {
			switch called := dealCalled(word); {
			case called == "сделка":
				return
			case called != "" && other == "":
				other = called
			case called != "" && called != other:
				return // a file with requests and projects: which of them are the deals?
			}
		}
	}
	if other == "" {
		return
	}
	count := 0
	for _, name := range x.names {
		if dealWord(name) {
			count++
		}
	}
	x.renamed = make([]string, len(x.names))
	for i, name := range x.names {
		// A single column "Проект" is one more field of a deal, and "Обращение"
		// is how a person is addressed.
		if alone := len(words(name)) == 1; !alone || count > 1 && other != "обращение" {
			x.renamed[i] = oneWord(name)
		}
	}
}

func words(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func dealWord(name string) bool {
	return slices.ContainsFunc(words(name), func(word string) bool { return dealCalled(word) != "" })
}

// oneWord is the name with every case of every word for a deal as one word.
func oneWord(name string) string {
	parts := words(name)
	for i, part := range parts {
		if dealCalled(part) != "" {
			parts[i] = "сделка"
		}
	}
	return strings.Join(parts, " ")
}

// dealCalled is the word for a deal of which the given one is a case; "" for
// other words.
func dealCalled(word string) string {
	for _, noun := range []struct{ name, stem, endings string }{
		{"сделка", "сдел", " ка ки ке ку кой кою ок кам ками ках "},
		{"заявка", "заяв", " ка ки ке ку кой кою ок кам ками ках "},
		{"обращение", "обращени", " е я ю ем и й ям ями ях "},
		{"проект", "проект", "  а у ом е ы ов ам ами ах "},
	} {
		if ending, ok := strings.CutPrefix(word, noun.stem); ok && strings.Contains(noun.endings, " "+ending+" ") {
			return noun.name
		}
	}
	return ""
}
