//go:build !race

package main

const raceDetector, raceEnabled = false, false
