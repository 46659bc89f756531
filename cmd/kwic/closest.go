package main

import "fmt"

// closest returns the candidate that word most likely was meant to be, or ""
// where none is near: at most one slip in words of up to five letters, one
// more for every three letters from there on. Ties go to the first candidate.
func closest(word string, candidates []string) string {
	if len(word) > 64 {
		return "" // no name is that long, and comparing takes the product of the lengths
	}
	best, least := "", max(1, len(word)/3)+1
	for _, candidate := range candidates {
		if d := slips(word, candidate); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// slips counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b (optimal string alignment distance). Case counts
// for nothing in ASCII.
func slips(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// meant returns the hint for a wrong name: the name that was meant, or the
// other advice where there is no such name.
func meant(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return fmt.Sprintf("did you mean %q?", name)
}
