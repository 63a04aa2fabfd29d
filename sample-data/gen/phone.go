package main

import "fmt"

// phone is a number as it is dialled: the code of the country, and the rest
// without the trunk prefix. Nobody has these numbers: they are kept for drama
// in Britain (07700 900), Ireland (020 91) and North America (555 01), or made
// up of codes that are not given out.
type phone struct{ Country, National string }

func (g *registry) phone(country string) phone {
	var code string
	var form func() string
	digits := func(n int) string {
		s := ""
		for range n {
			s += fmt.Sprint(g.IntN(10))
		}
		return s
	}
	switch country {
	case "RU":
		code, form = "7", func() string { return "998" + digits(7) }
	case "ES":
		code, form = "34", func() string { return "69900" + digits(4) }
	case "MX":
		code, form = "52", func() string { return "555000" + digits(4) }
	case "AR":
		code, form = "54", func() string { return "115000" + digits(4) }
	case "GB":
		code, form = "44", func() string { return "7700900" + digits(3) }
	case "IE":
		code, form = "353", func() string { return "2091" + digits(5) }
	case "US":
		code, form = "1", func() string {
			return pick(g.random, []string{"212", "312", "415", "617", "206", "303"}) + "55501" + digits(2)
		}
	default:
		return phone{}
	}
	national := g.unique(func(int) string { return code + " " + form() })[len(code)+1:]
	return phone{code, national}
}

// written is the phone in one of the ways in which managers type it.
func (p phone) written(r random) string {
	n := p.National
	switch {
	case n == "":
		return ""
	case p.Country == "7":
		return pick(r, []string{
			fmt.Sprintf("+7 (%s) %s-%s-%s", n[:3], n[3:6], n[6:8], n[8:]),
			fmt.Sprintf("8 (%s) %s-%s-%s", n[:3], n[3:6], n[6:8], n[8:]),
			fmt.Sprintf("8-%s-%s-%s-%s", n[:3], n[3:6], n[6:8], n[8:]),
			"8" + n, "+7" + n, "'+7" + n, n,
			fmt.Sprintf("+7 %s %s %s %s", n[:3], n[3:6], n[6:8], n[8:]),
		})
	default:
		return pick(r, []string{
			"+" + p.Country + n, "'+" + p.Country + n, "00" + p.Country + n,
			fmt.Sprintf("+%s %s %s %s", p.Country, n[:3], n[3:6], n[6:]),
			fmt.Sprintf("+%s (%s) %s", p.Country, n[:3], n[3:]),
		})
	}
}

// junkPhones are typed to get past a required field.
func junkPhones() []string {
	return []string{"+7 999 999-99-99", "123", "-", "нет", "8 (000) 000-00-00"}
}
