// Package etl reads a company's exports into the typed entities of the lake.
//
// A file is read as text by the reader of its format (csv, xlsx, JSON,
// Parquet), its columns are given their meaning by a Mapping, and one
// statement per entity (queries/load) converts the text, says what is wrong
// with a row, and lets only good rows through. Nothing is dropped without
// being counted:
//
//	rows read = rows loaded + rows excluded + rows rejected
//
// and the same for money, as far as the money of a rejected row can be read.
package etl
