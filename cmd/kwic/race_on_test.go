//go:build race

package main

import "os"

// raceEnabled has the tests left out that are large or start many programs: they
// take ten times as long with the race detector. KWIC_RACE=all has none left out.
var raceEnabled = os.Getenv("KWIC_RACE") != "all"
