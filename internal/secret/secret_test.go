package secret_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"clientele/internal/secret"
)

const password = `hunter2 "пароль"`

// holder has a Secret in the ways in which a struct can have one.
type holder struct {
	Open    secret.Secret
	closed  secret.Secret
	pointer *secret.Secret
	any     any
	list    []secret.Secret
	byName  map[string]secret.Secret
}

func held() holder {
	text := secret.New(password)
	return holder{text, text, &text, text, []secret.Secret{text}, map[string]secret.Secret{"a": text}}
}

func shows(text string) bool {
	for _, form := range []string{"hunter2", "68756e74657232", "68756E74657232", "aHVudGVyMg", "пароль", "104 117 110"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestSecret_NoVerbOfFmtShowsIt(t *testing.T) {
	text := secret.New(password)
	inside := held()
	for _, verb := range []string{"v", "+v", "#v", "s", "q", "x", "X", "d", "T", "10.3s", "-20v", "+q", "# x", "t", "p", "U", "c", "b", "e"} {
		for name, value := range map[string]any{
			"value": text, "pointer": &text, "inside": inside, "pointer to inside": &inside,
			"list": []secret.Secret{text}, "map": map[string]any{"k": text}, "array": [1]holder{inside},
		} {
			if got := fmt.Sprintf("%"+verb, value); shows(got) {
				t.Errorf("%%%s of %s: %s", verb, name, got)
			}
		}
		if got := fmt.Sprintf("%"+verb, text); verb != "T" && verb != "p" && got != secret.Mask {
			t.Errorf("%%%s: %q, want the mask", verb, got)
		}
	}
	if got := fmt.Sprint(text) + fmt.Sprintln(text) + text.String() + text.GoString(); shows(got) || strings.Count(got, secret.Mask) != 4 {
		t.Errorf("printed as %q", got)
	}
}

func TestSecret_NoErrorAndNoPanicShowsIt(t *testing.T) {
	text := secret.New(password)
	err := fmt.Errorf("logging in with %v: %w", held(), errors.Join(fmt.Errorf("%s", text)))
	if shows(err.Error()) || shows(fmt.Sprintf("%+v", err)) {
		t.Errorf("the error shows it: %v", err)
	}
	defer func() {
		if got := fmt.Sprintf("%v %+v %#v", recover(), text, held()); shows(got) {
			t.Errorf("the panic shows it: %s", got)
		}
	}()
	panic(held())
}

func TestSecret_NoEncoderWritesIt(t *testing.T) {
	text := secret.New(password)
	type config struct {
		Password secret.Secret  `json:"password" yaml:"password"`
		Pointer  *secret.Secret `json:"pointer" yaml:"pointer"`
	}
	value := config{text, &text}
	for name, encode := range map[string]func(any) ([]byte, error){
		"json": json.Marshal, "yaml": yaml.Marshal, "xml": xml.Marshal,
	} {
		got, err := encode(value)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if shows(string(got)) || strings.Count(string(got), secret.Mask) != 2 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestSecret_ReflectionFindsNoText(t *testing.T) {
	kind := reflect.TypeOf(secret.Secret{})
	for i := range kind.NumField() {
		if kind.Field(i).Type.Kind() != reflect.Func {
			t.Errorf("field %s is a %s: fmt prints it where a Secret is an unexported field", kind.Field(i).Name, kind.Field(i).Type)
		}
	}
}

func TestSecret_RevealsItToWhoAsks(t *testing.T) {
	if got := secret.New(password).Reveal(); got != password {
		t.Errorf("revealed %q", got)
	}
	var none secret.Secret
	if !none.IsZero() || !secret.New("").IsZero() || secret.New("x").IsZero() || none.Reveal() != "" {
		t.Error("a zero Secret is not told from another")
	}
}

func TestFromEnv_TakesOneLine(t *testing.T) {
	for value, want := range map[string]string{
		"pass": "pass", "pass\n": "pass", "pass\r\n": "pass", " p ": " p ", "p\xffq": "p\xffq",
	} {
		got, err := secret.FromEnv(environment("PASSWORD", value), "PASSWORD")
		if err != nil || got.Reveal() != want {
			t.Errorf("%q: %q, %v", value, got.Reveal(), err)
		}
	}
}

func TestFromEnv_ErrorsNeverHaveTheText(t *testing.T) {
	for value, want := range map[string]string{
		"":                              "is empty",
		"\n":                            "is empty",
		"hunter2\nhunter2":              "more than one line",
		"hunter2\x00":                   "NUL",
		"\uFEFFhunter2":                 "byte order mark",
		strings.Repeat("hunter2", 1000): "longer than 4096 bytes",
		"hunter2\n\n":                   "more than one line",
	} {
		_, err := secret.FromEnv(environment("PASSWORD", value), "PASSWORD")
		if err == nil || !strings.Contains(err.Error(), want) || shows(err.Error()) || !strings.Contains(err.Error(), "PASSWORD") {
			t.Errorf("%.20q: %v, want %q", value, err, want)
		}
	}
	if _, err := secret.FromEnv(environment("OTHER", "x"), "PASSWORD"); err == nil || !strings.Contains(err.Error(), "PASSWORD of the environment is not set") {
		t.Errorf("a variable that is not there: %v", err)
	}
}

func environment(name, value string) secret.Lookup {
	return func(asked string) (string, bool) {
		if asked != name {
			return "", false
		}
		return value, true
	}
}
