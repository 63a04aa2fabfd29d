// Package etl reads a company's exports into the typed entities of the lake.
//
// A table is taken out of a file by package export, whatever the file is; a
// Source says what its columns mean, by itself or completed by a profile of the
// system that wrote the file; and the records are converted into typed rows.
// What is wrong with a row is said, and only good rows are let through. Nothing
// is dropped without being counted:
//
//	rows read = rows loaded + rows excluded + rows rejected
//
// and the same for money, as far as the money of a rejected row can be read.
//
// One goroutine reads records, several convert them a field at a time, and one
// writes the rows in the order of the file. What a file becomes depends on the
// file and its source alone.
package etl
