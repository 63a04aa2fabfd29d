package main

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

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

// Money goes back only for what was paid, and never more of it.
func TestShop_RefundsAreOfPaidOrders(t *testing.T) {
	p := shopPurchase()
	paid, back := map[string]int64{}, map[string]int64{}
	for _, rec := range readShop(t) {
		if len(p.faults(rec)) > 0 {
			continue
		}
		amount, _ := centsOf(rec.cells[p.amount])
		switch article := rec.cells[p.order] + " " + rec.cells[p.article]; p.status(rec) {
		case "paid":
			paid[article] += amount
		case "refunded":
			back[article] -= amount
		}
		if (p.status(rec) == "refunded") != (amount < 0) {
			t.Errorf("row %d: %s, %s", rec.row, p.status(rec), rec.cells[p.amount])
		}
	}
	for article, sum := range back {
		if sum > paid[article] {
			t.Errorf("%s: %s paid, %s went back", article, money(paid[article]), money(sum))
		}
	}
	if len(back) < 100 {
		t.Errorf("%d refunds", len(back))
	}
}
