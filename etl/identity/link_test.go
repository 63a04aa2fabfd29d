package identity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func link(mentions []Mention, rules Rules) *Result { return Link(slices.Values(mentions), rules) }

// customers are the customers by id.
func customers(r *Result) map[string]string {
	by := map[string]string{}
	for identity := range r.Identities() {
		key := identity.Namespace + ":" + identity.ID
		if _, twice := by[key]; twice {
			panic("the identities have twice " + key)
		}
		by[key] = identity.CustomerID
	}
	return by
}

func on(day int) time.Time { return time.Date(2024, 1, day, 0, 0, 0, 0, time.UTC) }

func wantCustomers(t *testing.T, mentions []Mention, rules Rules, want map[string]string) *Result {
	t.Helper()
	result := link(mentions, rules)
	if diff := cmp.Diff(want, customers(result)); diff != "" {
		t.Errorf("wanted -, got +\n%s", diff)
	}
	return result
}

func TestLink_TheSameAsTheSameIsTheSame(t *testing.T) {
	r := wantCustomers(t, []Mention{
		{Namespace: "shop", ID: "1", Email: "a@ya.ru", Since: on(3)},
		{Namespace: "crm", ID: "7", Email: "A@ya.ru", Phone: "8 916 123-45-67", Since: on(2)},
		{Namespace: "books", ID: "C1", Phone: "'+79161234567", TaxID: "7707083893", Since: on(4)},
		{Namespace: "books", ID: "C2", TaxID: "ИНН 7707083893"},
		{Namespace: "books", ID: "C3", TaxID: "7736050003"},
	}, Rules{Country: "RU"}, map[string]string{"shop:1": "crm:7", "crm:7": "crm:7", "books:C1": "crm:7", "books:C2": "crm:7", "books:C3": "books:C3"})
	if r.Customers() != 2 {
		t.Errorf("%d customers", r.Customers())
	}
	var chain string
	for _, step := range r.Why("shop", "1", "books", "C2") {
		chain += fmt.Sprintf("%s -%s %s-> ", step.From.ID, step.Kind, step.Value)
	}
	if chain != "1 -email a@ya.ru-> 7 -phone +79161234567-> C1 -tax_id 7707083893-> " {
		t.Error(chain)
	}
	if r.Why("shop", "1", "books", "C3") != nil || r.Why("shop", "1", "shop", "none") != nil {
		t.Error("there is evidence for what is not so")
	}
}

func TestLink_IdsAreTheirNamespacesOwn(t *testing.T) {
	wantCustomers(t, []Mention{{Namespace: "a", ID: "17"}, {Namespace: "b", ID: "17"}, {Namespace: "", ID: "17"}, {Namespace: "a", ID: ""}},
		Rules{}, map[string]string{"a:17": "a:17", "b:17": "b:17", ":17": "17"})
}

func TestLink_WhoWasKnownFirstGivesTheName(t *testing.T) {
	want := map[string]string{"s:1": "s:2", "s:2": "s:2", "s:3": "s:2", "s:0": "s:2"}
	wantCustomers(t, []Mention{
		{Namespace: "s", ID: "0", Email: "a@ya.ru"}, // since nobody knows when
		{Namespace: "s", ID: "1", Email: "a@ya.ru", Since: on(9)},
		{Namespace: "s", ID: "2", Email: "a@ya.ru", Since: on(8)},
		{Namespace: "s", ID: "3", Email: "a@ya.ru", Since: on(8)}, // as long, and a greater id
	}, Rules{}, want)
}

func TestLink_WhatManyNamesShareLinksNobody(t *testing.T) {
	var mentions []Mention
	for i := range 6 {
		mentions = append(mentions, Mention{Namespace: "s", ID: fmt.Sprint(i), Name: fmt.Sprint("Client ", i), Phone: "+7 495 123-45-67"})
	}
	if n := link(mentions[:5], Rules{}).Customers(); n != 1 {
		t.Errorf("five names: %d customers", n)
	}
	r := link(mentions, Rules{})
	if r.Customers() != 6 {
		t.Errorf("six names: %d customers", r.Customers())
	}
	list, all := r.NeverMatched(10)
	if diff := cmp.Diff([]Never{{SamePhone, "+74951234567", Shared, 6, 6}}, list); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Idle{{SamePhone, Shared, 1, 6}}, all); diff != "" {
		t.Error(diff)
	}
	if n := link(mentions, Rules{MostIDs: 6}).Customers(); n != 1 {
		t.Errorf("six names where six may be: %d customers", n)
	}
	// Cards that were made anew of one person are no crowd, however they write
	// the name.
	for i := range mentions {
		mentions[i].Name = []string{"Иванов Пётр", "Петр Иванов", "ИВАНОВ, ПЕТР"}[i%3]
	}
	if n := link(mentions, Rules{}).Customers(); n != 1 {
		t.Errorf("one name on six ids: %d customers", n)
	}
	// Without any names it takes a crowd.
	var nameless []Mention
	for i := range 51 {
		nameless = append(nameless, Mention{Namespace: "s", ID: fmt.Sprint(i), Email: "x@ya.ru"})
	}
	if few, many := link(nameless[:50], Rules{}).Customers(), link(nameless, Rules{}).Customers(); few != 1 || many != 51 {
		t.Errorf("50 ids without names: %d customers; 51: %d", few, many)
	}
}

func TestLink_ACompanyIsOneHoweverManyItsContacts(t *testing.T) {
	var mentions []Mention
	for i := range 100 {
		mentions = append(mentions, Mention{Namespace: "s", ID: fmt.Sprint(i), Name: fmt.Sprint("Client ", i), TaxID: "7707083893"})
	}
	if n := link(mentions, Rules{Country: "RU"}).Customers(); n != 1 {
		t.Errorf("%d customers", n)
	}
}

func TestLink_AContactIsItsCompanyWhereTheCompanyIsTheCustomer(t *testing.T) {
	wantCustomers(t, []Mention{
		{Namespace: "crm", ID: "001A", Name: "Acme", Contact: true, Since: on(1)},
		{Namespace: "crm", ID: "003X", Name: "Ann", Account: "001A", Contact: true, Since: on(2)},
		{Namespace: "crm", ID: "003Y", Name: "Zoe", Account: "001A", Contact: true, Since: on(3)},
		{Namespace: "crm", ID: "003Z", Name: "Kim", Account: "001B", Contact: true, Since: on(4)}, // whose company is in no list
		{Namespace: "shop", ID: "003X", Since: on(5)},
	}, Rules{}, map[string]string{"crm:001A": "crm:001A", "crm:003X": "crm:001A", "crm:003Y": "crm:001A", "crm:003Z": "crm:003Z", "crm:001B": "crm:003Z", "shop:003X": "shop:003X"})
}

func TestLink_InventedAndListedValuesLinkNobodyAndAreTold(t *testing.T) {
	mention := func(id, email, phone string) Mention {
		return Mention{Namespace: "s", ID: id, Email: email, Phone: phone}
	}
	r := link([]Mention{
		mention("1", "noemail@ya.ru", "+7 999 999-99-99"), mention("2", "noemail@ya.ru", "8 (999) 999 99 99"),
		mention("3", "anna@myshop.ru", "8 495 123-45-67"), mention("4", "anna@myshop.ru", "+74951234567"),
		mention("5", "n/a", "123"), mention("6", "N/A", "123"), mention("7", "", "123"), mention("8", "no@no.no", "?"),
	}, Rules{Country: "RU", NeverEmails: []string{"*@myshop.ru"}, NeverPhones: []string{"+74951234567"}})
	if r.Customers() != 8 {
		t.Errorf("%d customers", r.Customers())
	}
	list, all := r.NeverMatched(5)
	want := []Never{{SamePhone, "123", Unreadable, 3, 0}, {SameEmail, "anna@myshop.ru", Listed, 2, 0}, {SameEmail, "n/a", Unreadable, 2, 0}, {SameEmail, "noemail@ya.ru", Invented, 2, 0}, {SamePhone, "+74951234567", Listed, 2, 0}}
	if diff := cmp.Diff(want, list); diff != "" || len(all) != 6 {
		t.Errorf("%s\n%v", diff, all)
	}
}

func TestLink_ANameIsTheContactOfThatNameIfThereIsOne(t *testing.T) {
	mentions := []Mention{
		{Namespace: "b24", ID: "11", Name: "Анна Орлова", Contact: true, Since: on(1)},
		{Namespace: "b24", ID: "12", Name: "Пётр Белов", Contact: true, Since: on(1)},
		{Namespace: "b24", ID: "13", Name: "Пётр Белов", Contact: true, Since: on(1)},
		{Namespace: "b24", ID: "14", Name: "Ольга Ким", Contact: true, Email: "o@ya.ru", Since: on(1)},
		{Namespace: "b24", ID: "15", Name: "ольга ким", Contact: true, Email: "o@ya.ru", Since: on(2)},
		{Namespace: "b24", ID: "Анна  Орлова", ByName: true, Since: on(3)},
		{Namespace: "b24", ID: "Петр Белов", ByName: true, Since: on(3)},
		{Namespace: "b24", ID: "Петр Белов", Name: "Петр Белов", Keyless: true, ByName: true, Since: on(3)},
		{Namespace: "b24", ID: "Ольга Ким", ByName: true, Since: on(3)},
		{Namespace: "b24", ID: "Никто", ByName: true, Since: on(3)},
		{Namespace: "shop", ID: "Анна Орлова", ByName: true, Since: on(3)}, // another system's
		{Namespace: "b24", ID: "Орлова Анна", ByName: true, Since: on(3)},  // not exactly
		{Namespace: "b24", ID: "11", ByName: true, Since: on(3)},
		// A contact whose id is its name is itself, whoever else is so called.
		{Namespace: "1c", ID: "Ромашка", Name: "Ромашка", Contact: true, ByName: true},
		{Namespace: "1c", ID: "2", Name: "Ромашка", Contact: true},
	}
	r := wantCustomers(t, mentions, Rules{}, map[string]string{
		"b24:11": "b24:11", "b24:12": "b24:12", "b24:13": "b24:13", "b24:14": "b24:14", "b24:15": "b24:14",
		"b24:Анна  Орлова": "b24:11", "b24:Петр Белов": "b24:Петр Белов", "b24:Ольга Ким": "b24:14", "b24:Никто": "b24:Никто",
		"shop:Анна Орлова": "shop:Анна Орлова", "b24:Орлова Анна": "b24:Орлова Анна",
		"1c:Ромашка": "1c:Ромашка", "1c:2": "1c:2",
	})
	if diff := cmp.Diff([]Ambiguous{{"b24", "Петр Белов", 2}}, r.Ambiguous()); diff != "" {
		t.Error(diff)
	}
	if steps := r.Why("b24", "Ольга Ким", "b24", "15"); len(steps) != 2 || steps[0].Kind != SameName || steps[0].Certainty >= 0.9 {
		t.Errorf("%+v", steps)
	}
}

func TestLink_WhoHasNoIdIsKnownByWhatCanBeUsed(t *testing.T) {
	keyless := func(id, email, phone, name string) Mention {
		return Mention{Namespace: "s", ID: id, Email: email, Phone: phone, Name: name, Keyless: true, ByName: true, Since: on(5)}
	}
	r := wantCustomers(t, []Mention{
		{Namespace: "s", ID: "17", Email: "bo@ya.ru", Since: on(1)},
		{Namespace: "s", ID: "18", Name: "Cy Dee", Contact: true, Since: on(1)},
		keyless("Bo@ya.ru", "Bo@ya.ru", "", "Somebody"),
		keyless(" 8 916 123 45 67", "", "8 916 123 45 67", ""),
		keyless(" +79161234567", "", "+79161234567", "Di"),
		keyless("n/a 8(916)1234567", "n/a", "8(916)1234567", ""),
		keyless("no@no.no", "no@no.no", "", "Mr Nobody"),
		keyless(" 123", "", "123", ""),
		keyless("cy dee", "", "", "cy dee"),
		keyless("cy@ya.ru", "cy@ya.ru", "", "Cy Dee"), // an address says more than a name
		keyless("Till", "", "", "Till"),
		keyless(" 7707083893", "", "", "")}, // says nothing
		Rules{Country: "RU"}, map[string]string{
			"s:17": "s:17", "s:18": "s:18", "s:Bo@ya.ru": "s:17", "s:bo@ya.ru": "s:17", "s:cy dee": "s:18", "s:cy@ya.ru": "s:cy@ya.ru",
			"s:+79161234567": "s:+79161234567", "s: 8 916 123 45 67": "s:+79161234567", "s: +79161234567": "s:+79161234567", "s:n/a 8(916)1234567": "s:+79161234567",
		})
	if r.Customers() != 4 || r.IDs() != 5 {
		t.Errorf("%d customers, %d ids", r.Customers(), r.IDs())
	}
	if steps := r.Why("s", " 123", "s", "17"); steps != nil {
		t.Errorf("there is evidence for nobody: %v", steps)
	}
}

// An id that is written like an address is the address where both stand for
// somebody, and what stands for an id stands for one.
func TestLink_AnIdWrittenAsAnAddressIsTheAddress(t *testing.T) {
	wantCustomers(t, []Mention{
		{Namespace: "s", ID: "Bo@Ya.ru", Since: on(1)},
		{Namespace: "s", ID: "Bo@Ya.ru", Email: "Bo@Ya.ru", Keyless: true, Since: on(2)},
		{Namespace: "s", ID: "two", Email: "x@ya.ru", Keyless: true, Since: on(3)},
		{Namespace: "s", ID: "two", Email: "y@ya.ru", Keyless: true, Since: on(4)},
	}, Rules{}, map[string]string{"s:Bo@Ya.ru": "s:Bo@Ya.ru", "s:bo@ya.ru": "s:Bo@Ya.ru", "s:x@ya.ru": "s:x@ya.ru", "s:y@ya.ru": "s:x@ya.ru", "s:two": "s:x@ya.ru"})
}

func TestLink_CountsWhatLinks(t *testing.T) {
	r := link([]Mention{
		{Namespace: "s", ID: "1", Email: "a@ya.ru", Phone: "+79161234567", Name: "Ann"}, {Namespace: "s", ID: "2", Email: "a@ya.ru", Phone: "+79161234567", Name: "Ann"},
		{Namespace: "s", ID: "3", Email: "a@ya.ru", Name: "Bo"}, {Namespace: "s", ID: "4", Email: "b@ya.ru"}, {Namespace: "s", ID: "5", Email: "no@no.no"},
	}, Rules{})
	got := r.Links()
	if want := (Count{Kind: SameEmail, Values: 1, IDs: 3, Joined: 2, Differing: 1, Certainty: 0.97}); got[SameEmail] != want {
		t.Errorf("%+v", got[SameEmail])
	}
	if want := (Count{Kind: SamePhone, Values: 1, IDs: 2, Certainty: 0.9}); got[SamePhone] != want {
		t.Errorf("%+v", got[SamePhone])
	}
	// All who have one address are paired with the first, and still two of them
	// are the same by that address and not through a third.
	if steps := r.Why("s", "2", "s", "3"); len(steps) != 1 || steps[0].Value != "a@ya.ru" || steps[0].From.ID != "2" || steps[0].To.ID != "3" {
		t.Errorf("%+v", steps)
	}
}

// The till's own telephone stands beside many names and no id.
func TestLink_ASharedValueIsNoCustomerEither(t *testing.T) {
	var mentions []Mention
	for i := range 6 {
		mentions = append(mentions, Mention{Namespace: "s", ID: " +74951234567", Phone: "+74951234567", Name: fmt.Sprint("Client ", i), Keyless: true})
	}
	r := wantCustomers(t, mentions, Rules{}, map[string]string{})
	if steps := r.Why("s", " +74951234567", "s", "+74951234567"); steps != nil {
		t.Errorf("there is evidence for nobody: %v", steps)
	}
	wantCustomers(t, mentions[:5], Rules{}, map[string]string{"s: +74951234567": "s:+74951234567", "s:+74951234567": "s:+74951234567"})
}

// A matcher beside the exact one adds its pairs, and they count as others do.
func TestLink_AnotherMatcherStandsBesideTheExactOne(t *testing.T) {
	mentions := []Mention{{Namespace: "s", ID: "1", Email: "a@ya.ru", Since: on(1)}, {Namespace: "s", ID: "2", Email: "a@ya.ru"}, {Namespace: "s", ID: "3", Name: "Ann"}}
	r := Link(slices.Values(mentions), Rules{}, like{})
	if r.Customers() != 1 {
		t.Errorf("%d customers", r.Customers())
	}
	steps := r.Why("s", "3", "s", "1")
	if len(steps) != 2 || steps[0].Kind != Alike || steps[0].Value != "both look so" || steps[0].Certainty != 0.7 {
		t.Errorf("%+v", steps)
	}
}

type like struct{}

func (like) Propose(book *Book, propose func(Pair)) {
	propose(Pair{A: book.Find("s", "2"), B: book.Find("s", "3"), Kind: Alike, Value: book.Remark("both look so"), Certainty: 0.7})
}

// world is a company's mentions made by chance, oldest first, of few values so
// that many meet.
func world(seed uint64, size int) []Mention { return denseWorld(seed, size, size) }

// denseWorld has so many different addresses and telephones.
func denseWorld(seed uint64, size, values int) []Mention {
	chance := rand.New(rand.NewPCG(seed, 3))
	var mentions []Mention
	maybe := func(part int, text string) string {
		if chance.IntN(part) > 0 {
			return ""
		}
		return text
	}
	for i := range size {
		m := Mention{Namespace: []string{"shop", "crm", ""}[chance.IntN(3)], ID: fmt.Sprint(chance.IntN(size)),
			Email: maybe(3, fmt.Sprintf("p%d@ya.ru", chance.IntN(values))), Phone: maybe(3, fmt.Sprintf("8916%07d", chance.IntN(values))),
			TaxID: maybe(8, fmt.Sprintf("GB%09d", 100000+chance.IntN(size))), Name: maybe(2, fmt.Sprint("name ", chance.IntN(size/4))),
			Since: on(1).Add(time.Duration(i) * time.Hour), Contact: chance.IntN(3) == 0}
		if i%7 == 0 {
			m.ID, m.ByName, m.Contact = fmt.Sprint("name ", chance.IntN(size/4)), true, false
		}
		mentions = append(mentions, m)
	}
	return mentions
}

func TestLink_DoesNotDependOnTheOrderOfMentions(t *testing.T) {
	for seed := range uint64(40) {
		mentions := denseWorld(seed, 120, 120/(1+int(seed)%4))
		r := link(mentions, Rules{Country: "RU"})
		want, never := customers(r), fmt.Sprint(r.NeverMatched(100))
		shuffled := slices.Clone(mentions)
		rand.New(rand.NewPCG(seed, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		other := link(shuffled, Rules{Country: "RU"})
		if diff := cmp.Diff(want, customers(other)); diff != "" {
			t.Fatalf("seed %d\n%s", seed, diff)
		}
		if fmt.Sprint(r.Links(), r.Ambiguous(), never) != fmt.Sprint(other.Links(), other.Ambiguous(), fmt.Sprint(other.NeverMatched(100))) {
			t.Errorf("seed %d: the counts differ\n%v\n%v", seed, r.Links(), other.Links())
		}
		for a := range want {
			for b := range want {
				if want[a] != want[b] {
					continue
				}
				namespaceA, idA := cutAt(a)
				namespaceB, idB := cutAt(b)
				one, two := r.Why(namespaceA, idA, namespaceB, idB), other.Why(namespaceA, idA, namespaceB, idB)
				if fmt.Sprint(one) != fmt.Sprint(two) || a != b && len(one) == 0 {
					t.Fatalf("seed %d: %s is %s for other reasons: %v, %v", seed, a, b, one, two)
				}
			}
		}
	}
}

func cutAt(id string) (string, string) {
	for i := range id {
		if id[i] == ':' {
			return id[:i], id[i+1:]
		}
	}
	return "", id
}

// Saying the same twice, or in two loads, changes nothing.
func TestLink_SayingItAgainChangesNothing(t *testing.T) {
	for seed := range uint64(10) {
		mentions := world(seed, 120)
		want := customers(link(mentions, Rules{Country: "RU"}))
		again := append(slices.Clone(mentions[60:]), mentions...)
		if diff := cmp.Diff(want, customers(link(again, Rules{Country: "RU"}))); diff != "" {
			t.Fatalf("seed %d\n%s", seed, diff)
		}
	}
}

// While newer data is added an id keeps its customer, or takes that of an older
// customer who turned out to be the same; nobody is torn from whom they were
// joined with.
func TestLink_NewerDataOnlyJoins(t *testing.T) {
	rules := Rules{Country: "RU", MostIDs: 1000} // a value given up later tears apart, by its definition
	for seed := range uint64(20) {
		var mentions []Mention
		for _, m := range world(seed, 200) {
			m.ByName, m.Contact = false, false // a second contact of a name takes its links, by definition
			mentions = append(mentions, m)
		}
		before := map[string]string{}
		for upTo := 20; upTo <= len(mentions); upTo += 20 {
			after := customers(link(mentions[:upTo], rules))
			for id, customer := range before {
				if after[id] != after[customerKey(customer)] {
					t.Fatalf("seed %d, %d mentions: %s was %s and is %s, who is %s", seed, upTo, id, customer, after[id], after[customerKey(customer)])
				}
			}
			before = after
		}
	}
}

func customerKey(customer string) string {
	if namespace, id := cutAt(customer); namespace != "" {
		return namespace + ":" + id
	}
	return ":" + customer
}

// The customers are what the definition says: groups closed under sharing a
// value, here found by asking everybody about everybody.
func TestLink_IsTheClosureOfSharing(t *testing.T) {
	for seed := range uint64(20) {
		mentions := world(seed+50, 100)
		for i := range mentions {
			mentions[i].ByName, mentions[i].Contact = false, false
		}
		rules := Rules{Country: "RU", MostIDs: 1000}
		group := map[string]int{}
		for i, m := range mentions {
			if _, known := group[m.Namespace+":"+m.ID]; !known {
				group[m.Namespace+":"+m.ID] = i
			}
		}
		for changed := true; changed; {
			changed = false
			for _, a := range mentions {
				for _, b := range mentions {
					if a.Email != "" && a.Email == b.Email || a.Phone != "" && a.Phone == b.Phone || a.TaxID != "" && a.TaxID == b.TaxID {
						x, y := group[a.Namespace+":"+a.ID], group[b.Namespace+":"+b.ID]
						if x != y {
							group[a.Namespace+":"+a.ID], group[b.Namespace+":"+b.ID] = min(x, y), min(x, y)
							changed = true
						}
					}
				}
			}
		}
		got := customers(link(mentions, rules))
		for a, x := range group {
			for b, y := range group {
				if (x == y) != (got[a] == got[b]) {
					t.Fatalf("seed %d: %s and %s are one: %v by definition, %s and %s here", seed, a, b, x == y, got[a], got[b])
				}
			}
		}
	}
}
