package main

import (
	"bytes"
	"html"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestBuild_SameSeedGivesTheSameBytes(t *testing.T) {
	first, _, err := build(7)
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := build(7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if !bytes.Equal(first[i].Content, second[i].Content) {
			t.Errorf("%s differs between two runs", first[i].Path)
		}
		if old := committed(t, first[i].Path); bytes.Equal(first[i].Content, old) {
			t.Errorf("%s does not depend on the seed", first[i].Path)
		}
	}
}

func TestCommittedFiles_AreWhatTheGeneratorMakes(t *testing.T) {
	folder := t.TempDir()
	var stderr bytes.Buffer
	if code := run([]string{"-out", folder, "-seed", "20261101"}, &stderr, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	made := 0
	for _, part := range []string{"exports", "truth"} {
		names, err := os.ReadDir(filepath.Join("..", part))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			got, err := os.ReadFile(filepath.Join(folder, part, n.Name()))
			if err != nil {
				t.Errorf("committed, but not made: %s", err)
				continue
			}
			made++
			if !bytes.Equal(got, committed(t, part+"/"+n.Name())) {
				t.Errorf("%s/%s: run the generator again and commit", part, n.Name())
			}
		}
	}
	if made != 7 {
		t.Errorf("%d files, want 7", made)
	}
}

func TestContacts_EqualTheirTruth(t *testing.T) {
	known := readKnown(t)
	records := readCyrillic(t, "exports/amocrm_export_contacts.csv")
	var rejected []countedRow
	for _, rec := range records {
		_, err := time.Parse(crmTime, rec.cells["Дата создания контакта"])
		if err != nil || rec.cells["ID"] == "" {
			rejected = append(rejected, countedRow{Row: rec.row, Line: rec.line})
		}
	}
	compareRejected(t, known.Contacts.Rejected, rejected)
	if known.Contacts.Rows != len(records) || known.Contacts.Loaded != len(records)-len(rejected) {
		t.Errorf("truth %d rows, %d loaded; file %d, %d rejected", known.Contacts.Rows, known.Contacts.Loaded, len(records), len(rejected))
	}
	if known.Contacts.Persons+known.Contacts.Duplicates != len(records) || known.Contacts.Duplicates < 150 {
		t.Errorf("%d persons, %d duplicates, %d rows", known.Contacts.Persons, known.Contacts.Duplicates, len(records))
	}
}

func TestEvents_EqualTheirTruth(t *testing.T) {
	known := readKnown(t)
	records := readCyrillic(t, "exports/crm-events.csv")
	var rejected []countedRow
	noCode := 0
	for _, rec := range records {
		_, err := time.Parse(crmTime, rec.cells["Дата"])
		if err != nil || rec.cells["ID"] == "" {
			rejected = append(rejected, countedRow{Row: rec.row, Line: rec.line})
		} else if rec.cells["Код 1С"] == "" {
			noCode++
		}
	}
	compareRejected(t, known.Events.Rejected, rejected)
	if known.Events.Rows != len(records) || known.Events.NoCode != noCode {
		t.Errorf("truth %d rows, %d without customer; file %d, %d", known.Events.Rows, known.Events.NoCode, len(records), noCode)
	}
}

func compareRejected(t *testing.T, want, got []countedRow) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("rejected rows: truth %d, file %d", len(want), len(got))
	}
	for i := range want {
		if want[i].Row != got[i].Row || want[i].Line != got[i].Line {
			t.Errorf("truth row %d line %d, file row %d line %d", want[i].Row, want[i].Line, got[i].Row, got[i].Line)
		}
	}
}

func TestTruth_TwentyFiveRowsAreRejected(t *testing.T) {
	known := readKnown(t)
	all := len(known.Accounting.Rejected) + len(known.Shop.Rejected) + len(known.Contacts.Rejected) + len(known.Events.Rejected)
	if all != 25 {
		t.Errorf("%d rejected rows", all)
	}
}

func TestShop_HostileNamesAreThere(t *testing.T) {
	orders := map[string]map[string]bool{}
	for _, rec := range readShop(t) {
		buyer := rec.cells["Billing Name"]
		if orders[buyer] == nil {
			orders[buyer] = map[string]bool{}
		}
		orders[buyer][rec.cells["Name"]] = true
	}
	long := 0
	for buyer := range orders {
		if utf8.RuneCountInString(buyer) == 300 {
			long++
		}
	}
	if long != 1 {
		t.Errorf("%d names of 300 letters", long)
	}
	for _, hostile := range []string{`</script><script>alert(1)</script>`, `=HYPERLINK("http://example.com","x")`, "\u202eמרים לוי", "Sofía ☕ Ramos"} {
		if len(orders[hostile]) < 3 {
			t.Errorf("%q has %d orders", hostile, len(orders[hostile]))
		}
	}
}

// A loader joins lines to an order by its number alone, so that the lines of a
// number must agree on when and by whom.
func TestPurchases_OrdersHaveOneMomentOneCustomerAndExactSums(t *testing.T) {
	check := func(p purchase, records []record) {
		seen := map[string]string{}
		for _, rec := range records {
			if len(p.faults(rec)) > 0 {
				continue
			}
			of := rec.cells[p.date] + " " + rec.cells[p.customer]
			if was, known := seen[rec.cells[p.order]]; known && was != of {
				t.Errorf("order %s: %s and %s", rec.cells[p.order], was, of)
			}
			seen[rec.cells[p.order]] = of
			quantity, _ := strconv.ParseInt(rec.cells[p.quantity], 10, 64)
			price, _ := centsOf(rec.cells[p.price])
			if amount, _ := centsOf(rec.cells[p.amount]); quantity*price != amount {
				t.Errorf("row %d: %s × %s is not %s", rec.row, rec.cells[p.quantity], rec.cells[p.price], rec.cells[p.amount])
			}
		}
	}
	check(accountingPurchase(zone(t)), readWorkbook(t))
	check(shopPurchase(), readShop(t))
}

// Some orders must lie in another month in UTC than in the company's days: a
// report that takes the wrong one is then seen to be wrong.
func TestShop_SomeOrdersChangeTheirMonthWithTheZone(t *testing.T) {
	z, changed := zone(t), 0
	p := shopPurchase()
	for _, rec := range readShop(t) {
		if at, dated := p.at(rec.cells[p.date]); dated && at.UTC().Month() != at.In(z).Month() {
			changed++
		}
	}
	if changed < 10 {
		t.Errorf("%d lines", changed)
	}
}

func TestExports_MailAddressesAreReservedOnes(t *testing.T) {
	check := func(header string, records []record) {
		for _, rec := range records {
			mail := strings.ToLower(strings.TrimSpace(rec.cells[header]))
			_, domain, _ := strings.Cut(mail, "@")
			if mail != "" && domain != "example.com" && domain != "example.org" && domain != "example.net" {
				t.Errorf("row %d: %q", rec.row, mail)
			}
		}
	}
	check("Email", readShop(t))
	check("Рабочий email", readCyrillic(t, "exports/amocrm_export_contacts.csv"))
}

func TestIdentities_PartitionTheIdsOfTheExports(t *testing.T) {
	owner := map[string]string{}
	for _, rec := range parseCSV(t, committed(t, "truth/identities.csv"), ',') {
		key := rec.cells["system"] + " " + rec.cells["id"]
		if was, twice := owner[key]; twice {
			t.Errorf("%s is %s and %s", key, was, rec.cells["person"])
		}
		owner[key] = rec.cells["person"]
	}
	used := map[string]bool{}
	use := func(system, id string) {
		if id != "" {
			used[system+" "+id] = true
			if owner[system+" "+id] == "" {
				t.Errorf("nobody is %s %s", system, id)
			}
		}
	}
	for _, rec := range readWorkbook(t) {
		use("accounting", rec.cells["Контрагент.Код"])
	}
	for _, rec := range readShop(t) {
		use("shop", rec.cells["Email"])
	}
	for _, rec := range readCyrillic(t, "exports/amocrm_export_contacts.csv") {
		use("crm", rec.cells["ID"])
		code := rec.cells["Код 1С"]
		if id := rec.cells["ID"]; code != "" && id != "" && owner["crm "+id] != owner["accounting "+code] {
			t.Errorf("card %s of %s has the code of %s", id, owner["crm "+id], owner["accounting "+code])
		}
		mail := strings.ToLower(strings.TrimSpace(rec.cells["Рабочий email"]))
		if by := owner["shop "+mail]; by != "" && rec.cells["ID"] != "" && by != owner["crm "+rec.cells["ID"]] {
			t.Errorf("card %s has the e-mail of %s", rec.cells["ID"], by)
		}
	}
	if len(used) != len(owner) {
		t.Errorf("%d ids in the exports, %d in the truth", len(used), len(owner))
	}
}

func TestCustomers_EqualTheirTruth(t *testing.T) {
	known := readKnown(t).Persons
	records := parseCSV(t, committed(t, "truth/customers.csv"), ',')
	left, once := 0, 0
	for _, rec := range records {
		if rec.cells["left"] == "true" {
			left++
		}
		if rec.cells["purchases"] == "1" {
			once++
		}
	}
	if len(records) != known.Customers || left != known.Churned || once != known.BoughtOnlyOnce {
		t.Errorf("file %d customers, %d left, %d once; truth %+v", len(records), left, once, known)
	}
	if share := float64(left) / float64(len(records)); share < 0.22 || share > 0.28 {
		t.Errorf("%.3f of the customers left, want about a quarter", share)
	}
	systems := map[string]string{}
	for _, rec := range parseCSV(t, committed(t, "truth/identities.csv"), ',') {
		if rec.cells["system"] != "crm" {
			systems[rec.cells["person"]] += rec.cells["system"]
		}
	}
	both := 0
	for _, s := range systems {
		if s == "accountingshop" {
			both++
		}
	}
	if both != known.InBoth || len(systems) != known.Customers {
		t.Errorf("%d persons in both systems of %d, truth %d of %d", both, len(systems), known.InBoth, known.Customers)
	}
}

func TestLeads_TrapsShareOnlyWhatTheyShould(t *testing.T) {
	c, err := newCompany(20261101)
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]*person{}
	for _, p := range append(append([]*person{}, c.Customers...), c.Leads...) {
		people[p.ID] = p
	}
	for _, traps := range []struct {
		pairs            []pair
		sameName, sameNo bool
	}{{c.Namesakes, true, false}, {c.Relatives, false, true}} {
		if len(traps.pairs) != 10 {
			t.Errorf("%d pairs", len(traps.pairs))
		}
		for _, of := range traps.pairs {
			a, b := people[of.Lead], people[of.Customer]
			if (a.fullName() == b.fullName()) != traps.sameName || (a.Phone == b.Phone) != traps.sameNo || a.Email == b.Email {
				t.Errorf("%s %s %s, %s %s %s", a.fullName(), a.Phone, a.Email, b.fullName(), b.Phone, b.Email)
			}
		}
	}
}

func TestLive_DrawsHaveTheMeansOfTheModel(t *testing.T) {
	p, err := newPeriod()
	if err != nil {
		t.Fatal(err)
	}
	days := newCalendar(p.First, p.AsOf, [7]float64{1, 1, 1, 1, 1, 1, 1})
	const lives = 20_000
	for _, of := range []population{businesses(), households()} {
		r := newRandom(1, streamRetail)
		rate, dropout, first, firstLeft := 0.0, 0.0, 0.0, 0.0
		for range lives {
			h := of.live(r, days, 0, false)
			rate += h.Rate / lives
			dropout += h.Dropout / lives
			first += h.Values[0] / lives
			if h.Left && len(h.Days) == 1 {
				firstLeft += 1.0 / lives
			}
		}
		// Means of Gamma(r, alpha), Beta(a, b) and of the gamma-gamma's spend,
		// p gamma / (q - 1); 4 % is more than four standard errors of each.
		for what, is := range map[string][2]float64{
			"rate":    {rate, of.R / of.AlphaDays},
			"dropout": {dropout, of.A / (of.A + of.B)},
			"left":    {firstLeft, of.A / (of.A + of.B)},
			"spend":   {first, of.P * of.Gamma / (of.Q - 1)},
		} {
			if tolerance := map[bool]float64{true: 0.12, false: 0.04}[what == "left"]; math.Abs(is[0]/is[1]-1) > tolerance {
				t.Errorf("%s: mean %s %.5f, the model's %.5f", of.Kind, what, is[0], is[1])
			}
		}
	}
}

func TestCalendar_DayIsTheInverseOfElapsed(t *testing.T) {
	p, err := newPeriod()
	if err != nil {
		t.Fatal(err)
	}
	c := newCalendar(p.First, p.AsOf, [7]float64{0, 1, 1, 1, 1, 1, 0})
	if math.Abs(c.elapsed[365]-365) > 1e-6 || c.days() != 1096 || c.months() != 36 {
		t.Errorf("a year is %f, days %d, months %d", c.elapsed[365], c.days(), c.months())
	}
	for d := range c.days() {
		day, inside := c.day((c.elapsed[d] + c.elapsed[d+1]) / 2)
		open := c.date(d).Weekday() != time.Saturday && c.date(d).Weekday() != time.Sunday
		if open && (day != d || !inside) {
			t.Errorf("day %d came back as %d", d, day)
		}
	}
	if _, inside := c.day(c.elapsed[c.days()]); inside {
		t.Error("the moment after the last day lies inside")
	}
}

func TestInCyrillicPage_EntitiesGiveTheTextBack(t *testing.T) {
	for _, s := range []string{`ООО "Чайный дом «Белая пиала»"`, "Café Mediodía SL", "Fox & Fern", "Иван Соловьёв"} {
		if got := html.UnescapeString(inCyrillicPage(s, true)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if got := inCyrillicPage("Begoña Iñigo Йод", false); got != "Begona Inigo Йод" {
		t.Errorf("accents: %q", got)
	}
}

func TestRun_SaysWhatItNeeds(t *testing.T) {
	var out, problems bytes.Buffer
	if code := run(nil, &out, &problems); code != 2 || !strings.Contains(problems.String(), "-out DIR") {
		t.Errorf("code %d: %s", code, &problems)
	}
}
