package smtp

import (
	"errors"

	"github.com/emersion/go-sasl"
)

// login is AUTH LOGIN. It answers the two questions in their order and not by
// their words, which differ from server to server (go-sasl's own wants the
// password to be asked for as "Password:", and Exchange is not the only one
// that asks otherwise).
type login struct {
	user, password string
	asked          int
}

var _ sasl.Client = (*login)(nil)

func (l *login) Start() (mechanism string, initial []byte, err error) {
	return "LOGIN", nil, nil
}

func (l *login) Next([]byte) ([]byte, error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte(l.user), nil
	case 2:
		return []byte(l.password), nil
	}
	return nil, errors.New("the server asks for more than user and password")
}
