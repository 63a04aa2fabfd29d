package identity

import "testing"

// A list of addresses is bought, a newsletter is read by strangers: being
// written to makes nobody a customer, but an address says who is who.
func TestLink_WhoWasOnlyAddressedIsNoCustomer(t *testing.T) {
	r := wantCustomers(t, []Mention{
		{Namespace: "shop", ID: "1", Email: "a@ya.ru", Since: on(3)},
		{Namespace: "shop", ID: "2", Email: "b@ya.ru", Since: on(4)},
		{Namespace: "mail", ID: "A@ya.ru", Email: "A@ya.ru", Keyless: true, Addressed: true},
		{Namespace: "mail", ID: "stranger@ya.ru", Email: "stranger@ya.ru", Keyless: true, Addressed: true},
		{Namespace: "mail", ID: "77", Email: "b@ya.ru", Phone: "8 916 123-45-67", Addressed: true, Since: on(1)},
		{Namespace: "mail", ID: "78", Phone: "8 916 765-43-21", Addressed: true},
	}, Rules{Country: "RU"}, map[string]string{"shop:1": "shop:1", "shop:2": "shop:2", "mail:a@ya.ru": "shop:1", "mail:A@ya.ru": "shop:1", "mail:77": "shop:2"})
	if r.Customers() != 2 || r.IDs() != 2 {
		t.Errorf("%d customers with %d ids, and both are 2 without the addressed", r.Customers(), r.IDs())
	}
	for _, count := range r.Links() {
		if count.Joined != 0 {
			t.Errorf("%d customers fewer by %s, and there were two before", count.Joined, count.Kind)
		}
	}
}

func TestLink_TheAddressedJoinWhomTheyAreBoth(t *testing.T) {
	r := wantCustomers(t, []Mention{
		{Namespace: "mail", ID: "77", Email: "a@ya.ru", Phone: "8 916 123-45-67", Addressed: true},
		{Namespace: "shop", ID: "1", Email: "a@ya.ru", Since: on(3)},
		{Namespace: "shop", ID: "2", Phone: "8 916 123-45-67", Since: on(2)},
	}, Rules{Country: "RU"}, map[string]string{"shop:1": "shop:2", "shop:2": "shop:2", "mail:77": "shop:2"})
	joined := 0
	for _, count := range r.Links() {
		joined += count.Joined
	}
	if r.Customers() != 1 || r.IDs() != 2 || joined != 1 {
		t.Errorf("%d ids, %d customers, %d fewer", r.IDs(), r.Customers(), joined)
	}
}
