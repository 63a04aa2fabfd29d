package strictyaml

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// Leading zeros are refused: YAML 1.1 reads 012 as ten, a person as twelve, and
// mostly it is a code that should be a text.
var (
	wholePattern  = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)$`)
	numberPattern = regexp.MustCompile(`^[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)
)

func (d decoder) scalar(path string, from *node, into reflect.Value) {
	switch from.kind {
	case group:
		d.mistake(from.at, path, "%s is wanted, but here are keys with values", wanted(into.Type()))
		return
	case list:
		d.mistake(from.at, path, "%s is wanted, but here is a list", wanted(into.Type()))
		return
	case absent:
		d.noValue(path, from, into.Type())
		return
	case scalar:
	}
	if problem := setScalar(from, into); problem != "" {
		d.mistake(from.at, path, "%s", problem)
	}
}

func (d decoder) noValue(path string, from *node, t reflect.Type) {
	if from.text != "" {
		d.mistake(from.at, path, "%s means that there is no value; %s is wanted, and the word itself needs quotes: %q", from.text, wanted(t), from.text)
		return
	}
	if !d.document.blanked[from.at.line+1] {
		d.mistake(from.at, path, "has no value; %s is wanted", wanted(t))
	}
}

// wanted names a scalar type for the user.
func wanted(t reflect.Type) string {
	switch {
	case readsText(t) || t.Kind() == reflect.String:
		return "a text"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Float32 || t.Kind() == reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

// show quotes a text of the file for a message, cut where it is long.
func show(from *node) string {
	runes := []rune(from.text)
	if len(runes) > 40 {
		runes = append(runes[:40:40], '…')
	}
	return strconv.Quote(string(runes))
}

// setScalar stores the text in a field, or says why it cannot.
func setScalar(from *node, into reflect.Value) string {
	if reader, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := reader.UnmarshalText([]byte(from.text)); err != nil {
			return fmt.Sprintf("%s: %v", show(from), err)
		}
		return ""
	}
	if into.Kind() == reflect.String {
		into.SetString(from.text)
		return ""
	}
	if from.quoted {
		return fmt.Sprintf("%s is in quotes and so a text; %s is wanted, without quotes", show(from), wanted(into.Type()))
	}
	switch into.Kind() {
	case reflect.Bool:
		return setBool(from, into)
	case reflect.Float32, reflect.Float64:
		return setFloat(from, into)
	}
	return setInteger(from, into)
}

func setBool(from *node, into reflect.Value) string {
	switch from.text {
	case "true", "True", "TRUE":
		into.SetBool(true)
		return ""
	case "false", "False", "FALSE":
		into.SetBool(false)
		return ""
	}
	problem := show(from) + " is not true or false"
	switch strings.ToLower(from.text) {
	case "yes", "y", "on", "1", "да":
		return problem + "; write true"
	case "no", "n", "off", "0", "нет":
		return problem + "; write false"
	}
	return problem
}

func setFloat(from *node, into reflect.Value) string {
	if !numberPattern.MatchString(from.text) {
		return fmt.Sprintf("%s is not a number%s", show(from), numberHint(from.text, numberPattern))
	}
	number, err := strconv.ParseFloat(from.text, into.Type().Bits())
	if err != nil {
		return show(from) + " is too large a number"
	}
	into.SetFloat(number)
	return ""
}

func setInteger(from *node, into reflect.Value) string {
	if !wholePattern.MatchString(from.text) {
		return fmt.Sprintf("%s is not a whole number%s", show(from), numberHint(from.text, wholePattern))
	}
	bits := into.Type().Bits()
	if into.CanUint() {
		number, err := strconv.ParseUint(strings.TrimPrefix(from.text, "+"), 10, bits)
		if err != nil {
			return fmt.Sprintf("%s is outside of 0 to %d", show(from), ^uint64(0)>>(64-bits))
		}
		into.SetUint(number)
		return ""
	}
	number, err := strconv.ParseInt(from.text, 10, bits)
	if errors.Is(err, strconv.ErrRange) {
		return fmt.Sprintf("%s is outside of %d to %d", show(from), int64(-1)<<(bits-1), int64(^uint64(0)>>(65-bits)))
	}
	into.SetInt(number)
	return ""
}

// numberHint proposes the number that was meant. A comma before three digits may
// be a decimal comma or a separator, 5% may mean 5 or 0.05: nothing is proposed
// there.
func numberHint(text string, wanted *regexp.Regexp) string {
	plain := strings.NewReplacer(" ", "", "\u00A0", "", "\u202F", "", "_", "").Replace(text)
	if whole, fraction, ok := strings.Cut(plain, ","); ok && len(fraction) != 3 {
		plain = whole + "." + fraction
	}
	sign := ""
	if strings.HasPrefix(plain, "-") {
		sign, plain = "-", plain[1:]
	}
	if stripped := strings.TrimLeft(plain, "0"); len(stripped) < len(plain) {
		plain = stripped
		if plain == "" || plain[0] == '.' {
			plain = "0" + plain
		}
	}
	if wanted.MatchString(sign + plain) {
		return "; write " + sign + plain
	}
	if wanted == wholePattern {
		return ": only digits are allowed"
	}
	return ": only digits are allowed, and a point before the decimals"
}
