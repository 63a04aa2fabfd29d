package smtp

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

func TestSend_ACancelEndsEachStageAtOnce(t *testing.T) {
	for _, where := range append(places(), place{unruly.TLS, StageTLS, true}) {
		if where.at == unruly.End {
			continue
		}
		t.Run(string(where.at), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(context.Background())
			server := unruly.Start(t, unruly.Script{Security: unruly.ByCommand, User: user, Password: password, Fault: func(moment unruly.Moment) unruly.Fault {
				if moment.Stage != where.at {
					return unruly.Fault{}
				}
				time.AfterFunc(20*time.Millisecond, cancel)
				return unruly.Fault{Kind: unruly.Silent}
			}})
			began := time.Now()
			_, err := open(t, secured(server, StartTLS)).Send(ctx, sender, recipient, letter("one@x"), ready)
			got := failure(t, err)
			if got.Stage != where.stage || got.Verdict != Temporary || !errors.Is(err, context.Canceled) {
				t.Errorf("%s %s %v", got.Stage, got.Verdict, got)
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestSend_ACancelAfterTheDotWaitsALittleForTheAnswer(t *testing.T) {
	for _, fault := range []unruly.Fault{{Kind: unruly.Late, Delay: 60 * time.Millisecond}, {Kind: unruly.Silent, Kept: true}} {
		ctx, cancel := context.WithCancel(context.Background())
		server := unruly.Start(t, unruly.Script{Security: unruly.ByCommand, Fault: func(moment unruly.Moment) unruly.Fault {
			if moment.Stage != unruly.End {
				return unruly.Fault{}
			}
			cancel()
			return fault
		}})
		way := settings(server, StartTLS)
		way.Timeouts.Parting = 2 * time.Second
		if fault.Kind == unruly.Silent {
			way.Timeouts.Parting = 30 * time.Millisecond
		}
		client := open(t, way)
		_, err := client.Send(ctx, sender, recipient, letter("one@x"), ready)
		switch {
		case fault.Kind == unruly.Late && err != nil:
			t.Errorf("the answer came within the time and is lost: %v", err)
		case fault.Kind == unruly.Silent:
			if got := failure(t, err); got.Verdict != Unknown || got.Stage != StageEnd || !errors.Is(err, context.Canceled) {
				t.Errorf("%s %s %v", got.Stage, got.Verdict, got)
			}
		}
		if client.resting != nil {
			t.Error("a cancelled client keeps its connection")
		}
	}
}

func TestSend_ACancelledContextSendsNothing(t *testing.T) {
	server := unruly.Start(t, unruly.Script{})
	client := open(t, settings(server, None))
	if _, err := send(t, client, "one@x"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 20 {
		_, err := client.Send(ctx, sender, recipient, letter("two@x"), func() error { t.Error("handed over"); return nil })
		if got := failure(t, err); got.Verdict != Temporary || !errors.Is(err, context.Canceled) {
			t.Error(got)
		}
	}
	if len(server.Accepted()) != 1 {
		t.Error("was accepted")
	}
}

func TestSend_WhoCannotNoteTheHandingOverDoesNotHandOver(t *testing.T) {
	full := errors.New("the disk is full")
	for _, message := range [][]byte{letter("one@x"), long()} {
		server := unruly.Start(t, unruly.Script{Security: unruly.ByCommand, Log: true})
		client := open(t, settings(server, StartTLS))
		_, err := client.Send(context.Background(), sender, recipient, message, func() error { return fmt.Errorf("note: %w", full) })
		if got := failure(t, err); got.Verdict != Temporary || got.Server || !errors.Is(err, full) {
			t.Error(got)
		}
		for began := time.Now(); server.Open() > 0; time.Sleep(time.Millisecond) {
			if time.Since(began) > 5*time.Second {
				t.Fatal("the connection is left open, and the server waits for the rest")
			}
		}
		for _, command := range server.Commands() {
			if command == "." {
				t.Error("the message was ended")
			}
		}
		if len(server.Accepted()) != 0 {
			t.Error("was accepted")
		}
	}
}

func TestSend_ACancelBeforeTheDotHandsNothingOver(t *testing.T) {
	for range 40 {
		ctx, cancel := context.WithCancel(context.Background())
		server := unruly.Start(t, unruly.Script{Fault: func(moment unruly.Moment) unruly.Fault {
			if moment.Stage == unruly.Data {
				cancel()
			}
			return unruly.Fault{}
		}})
		_, err := open(t, settings(server, None)).Send(ctx, sender, recipient, letter("one@x"), func() error { t.Error("handed over"); return nil })
		if got := failure(t, err); got.Verdict != Temporary || !errors.Is(err, context.Canceled) {
			t.Error(got)
		}
		server.Close()
	}
}
