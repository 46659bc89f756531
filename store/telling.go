package store

import "strings"

// MostTelling returns the indexes of at most n of the given forms, which stand
// in the order of rank. Forms that are part of one already taken are passed
// over ("error" beside "fatal error C1026"), so that every form adds something.
func MostTelling(forms []string, n int) []int {
	var taken []int
	var folded []string
next:
	for i, form := range forms {
		if len(taken) == n {
			break
		}
		form = " " + strings.ToLower(form) + " "
		for _, longer := range folded {
			if strings.Contains(longer, form) {
				continue next
			}
		}
		taken = append(taken, i)
		folded = append(folded, form)
	}
	return taken
}

// A file's row keeps its most telling forms, which are lines.

func packBest(forms []string) string { return strings.Join(forms, "\n") }

func unpackBest(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// telling returns the forms that MostTelling chooses.
func telling(forms []string, n int) []string {
	var chosen []string
	for _, i := range MostTelling(forms, n) {
		chosen = append(chosen, forms[i])
	}
	return chosen
}
