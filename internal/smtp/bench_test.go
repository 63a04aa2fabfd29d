package smtp

import (
	"context"
	"testing"

	"clientele/internal/smtp/unruly"
)

// BenchmarkSend: one message; a connection each, and many over one.
func BenchmarkSend(b *testing.B) {
	for _, security := range []unruly.Security{unruly.Plain, unruly.ByCommand, unruly.FromStart} {
		for name, keep := range map[string]bool{"one connection": true, "a connection each": false} {
			b.Run(string(security)+" "+name, func(b *testing.B) {
				server := unruly.Start(b, unruly.Script{Security: security, User: user, Password: password, Forget: true})
				way := secured(server, string(security))
				if security == unruly.Plain {
					way.Security = None
				}
				client := New(way)
				defer client.Close()
				message := letter("one@x")
				for b.Loop() {
					if _, err := client.Send(context.Background(), sender, recipient, message, ready); err != nil {
						b.Fatal(err)
					}
					if !keep {
						_ = client.Close()
					}
				}
			})
		}
	}
}
