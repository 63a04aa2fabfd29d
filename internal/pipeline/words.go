package pipeline

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
)

// grouped is a whole number with thousands apart.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// money is an amount to the cent with thousands apart.
func money(amount decimal.Decimal) string {
	fixed := amount.Abs().StringFixed(2)
	whole, err := strconv.ParseInt(fixed[:len(fixed)-3], 10, 64)
	if err != nil {
		return amount.StringFixed(2)
	}
	sign := ""
	if amount.IsNegative() {
		sign = "-"
	}
	return sign + grouped(whole) + fixed[len(fixed)-3:]
}

// didYouMean is a question about a word that nobody knows, "" where none is
// like it.
func didYouMean(word string, known []string) string {
	if meant := spelling.Suggest(word, known); meant != "" {
		return fmt.Sprintf("did you mean %q? ", meant)
	}
	return ""
}

// auditPath is where the config names an audit.
func auditPath(name string) string { return strictyaml.Child("audits", strings.TrimSpace(name)) }
