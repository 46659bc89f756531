// Package migrations holds the database schema, one numbered .sql file a step.
//
// A step that has been released is never edited: a change of the schema is a
// further file. Base tables are private to package store and may change shape
// with any step; the views are the contract with users and are only ever
// extended.
package migrations

import "embed"

// FS holds the steps, in the order of their numbers.
//
//go:embed *.sql
var FS embed.FS
