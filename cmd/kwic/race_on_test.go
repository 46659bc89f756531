//go:build race

package main

import "os"

// raceDetector tells that everything takes ten times as long.
const raceDetector = true

// raceEnabled has the tests left out that are large or start many programs: KWIC_RACE=all
// has none left out.
var raceEnabled = os.Getenv("KWIC_RACE") != "all"
