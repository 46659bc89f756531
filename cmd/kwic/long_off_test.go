//go:build !long

package main

// long has tests with a long form take it: go test -tags long.
const long = false
