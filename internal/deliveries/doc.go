// Package deliveries sees to it that each message of a job reaches each
// recipient once. A ledger, an embedded database beside the lake, says for each
// (job, period, recipient) what became of it; the messages themselves lie in
// an outbox beside it, so that what is tried again is the same to the byte.
//
// Every step is written before it is taken and after it. Between the two lies
// one moment of which nobody can know afterwards how it ended: the end of the
// message was sent, and no answer came, because the connection broke or the
// process died. Such a delivery is unknown. It is never sent again by itself,
// and a person hears of it. All other moments are safe to go on from:
//
//	queued ──▶ sending ──▶ handing over ──▶ sent
//	  ▲          │              │──▶ refused (5xx), given up (after the last attempt)
//	  │          ▼              │──▶ unknown (no answer)
//	  └─────── waiting ◀────────┘ (4xx)
//
// Held are those that a guard kept back, recalled those that a person did,
// dismissed those that needed a person who wants no more of them.
//
// The package knows nothing of SMTP, of the clock or of what is in a message:
// the sender, the clock and the bytes are given to it.
package deliveries
