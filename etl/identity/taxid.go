package identity

import (
	"strings"
	"unicode"
)

// taxIDs finds the tax numbers in a cell, in capitals and without what stands
// between their digits. Where the company's country is known, a number that
// looks like one of the country's has to pass its checksum: a Russian КПП beside
// an ИНН is shared by thousands of companies.
func taxIDs(cell, country string) []string {
	between := ",;|\n\r"
	if country != "BR" { // 33.000.167/0001-01 is one number
		between += "/\\"
	}
	var found []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(between, r) }) {
		if number := taxID(part, country); number != "" {
			found = append(found, number)
		}
	}
	return found
}

func taxID(written, country string) string {
	bare := bareTaxID(written)
	if local, cut := strings.CutPrefix(bare, country); cut && country != "" && checked(local, country) == passes {
		return local // ES before a NIF: the number as it is written in the Union
	}
	switch checked(bare, country) {
	case passes:
		return bare
	case fails:
		return ""
	}
	digits := digitsOf(bare)
	if len(bare) < 8 || len(digits) < 5 {
		return ""
	}
	return bare
}

// bareTaxID keeps Latin letters and digits; words such as ИНН fall away.
func bareTaxID(written string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToUpper(r)
		}
		return -1
	}, written)
}

// verdict is what a country's checksum says of a number.
type verdict uint8

const (
	unknown verdict = iota // nothing: the number may be another country's
	passes
	fails
)

func checked(number, country string) verdict {
	say := func(ok bool) verdict {
		if ok {
			return passes
		}
		return fails
	}
	digits := digitsOf(number) == number
	switch {
	case country == "RU" && digits:
		return say(validINN(number))
	case country == "KZ" && digits:
		return say(validINN(number) || validBIN(number))
	case country == "ES" && len(number) == 9 && !digits:
		return say(validNIF(number))
	case country == "BR" && (len(number) == 11 && digits || len(number) == 14):
		return say(validCPF(number) || validCNPJ(number))
	}
	return unknown
}

// weighed is the sum of the first digits times their weights. Letters count as
// their distance from 0, as in the CNPJ of 2026.
func weighed(number string, weights ...int) int {
	sum := 0
	for i, weight := range weights {
		sum += int(number[i]-'0') * weight
	}
	return sum
}

func digitAt(number string, at int) int { return int(number[at] - '0') }

// validINN checks the number of a Russian company (10 digits) or person (12):
// order MM-7-6/435 of the Federal Tax Service, appendix.
func validINN(number string) bool {
	switch len(number) {
	case 10:
		return weighed(number, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digitAt(number, 9)
	case 12:
		return weighed(number, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digitAt(number, 10) &&
			weighed(number, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digitAt(number, 11)
	}
	return false
}

// validBIN checks the number of a Kazakh company or person.
func validBIN(number string) bool {
	if len(number) != 12 {
		return false
	}
	control := weighed(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) % 11
	if control == 10 {
		control = weighed(number, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2) % 11
	}
	return control == digitAt(number, 11)
}

// validNIF checks the number of a Spaniard (8 digits and a letter), of a
// foreigner (X, Y or Z before 7 digits) or of a company (the former CIF: a
// letter, 7 digits, and a digit or letter of control).
func validNIF(number string) bool {
	const letters, controls = "TRWAGMYFPDXBNJZSQVHLCKE", "JABCDEFGHI"
	first, middle, last := number[0], number[1:8], number[8]
	if digitsOf(middle) != middle {
		return false
	}
	if at := strings.IndexByte("XYZ", first); at >= 0 {
		first = byte('0' + at)
	}
	if first >= '0' && first <= '9' {
		return letters[wholeOf(string(first)+middle)%23] == last
	}
	if strings.IndexByte("KLM", first) >= 0 {
		return letters[wholeOf(middle)%23] == last || controls[controlOfNIF(middle)] == last
	}
	control := controlOfNIF(middle)
	return strings.IndexByte("ABCDEFGHJNPQRSUVW", first) >= 0 && (last == byte('0'+control) || last == controls[control])
}

// controlOfNIF adds the even digits and the digits of twice the odd ones.
func controlOfNIF(middle string) int {
	sum := 0
	for i := range middle {
		digit := digitAt(middle, i)
		if i%2 == 0 {
			digit = digit*2/10 + digit*2%10
		}
		sum += digit
	}
	return (10 - sum%10) % 10
}

func wholeOf(digits string) int {
	whole := 0
	for i := range digits {
		whole = whole*10 + digitAt(digits, i)
	}
	return whole
}

// validCPF checks the number of a Brazilian.
func validCPF(number string) bool {
	return len(number) == 11 &&
		modulo11(weighed(number, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digitAt(number, 9) &&
		modulo11(weighed(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digitAt(number, 10)
}

// validCNPJ checks the number of a Brazilian company.
func validCNPJ(number string) bool {
	return len(number) == 14 &&
		modulo11(weighed(number, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digitAt(number, 12) &&
		modulo11(weighed(number, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digitAt(number, 13)
}

// modulo11 is the control digit of a weighed sum: 11 less its rest, 0 where
// that has two digits.
func modulo11(sum int) int {
	if sum%11 < 2 {
		return 0
	}
	return 11 - sum%11
}
