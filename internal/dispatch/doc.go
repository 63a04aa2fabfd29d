// Package dispatch runs the jobs of a config when they are due, and mails what
// they make: once to each recipient, or to nobody with a word to the owner.
//
// A job's way: its time comes; the run is written into the ledger; the pipeline
// loads, analyses and reports; the guards look at what came of it; a message is
// made for each recipient, kept in the outbox and noted in the ledger; they are
// sent one after the other; what needs a person is mailed to the owner. Each
// step is written down before the next one, so a kill at any moment is followed
// by the rest of the way and not by the same way again: what was made is not
// made again, what was queued keeps its bytes and its Message-ID, and what the
// server may have taken without our having heard of it is left to a person.
package dispatch
