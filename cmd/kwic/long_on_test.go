//go:build long

package main

// long has tests with a long form take it.
const long = true
