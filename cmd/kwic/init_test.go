package main

import (
	"reflect"
	"strings"
	"testing"
)

// TestInitialConfig reads what init writes: as it is, it changes nothing; with
// its settings in force, it has every key, and no mistake.
func TestInitialConfig(t *testing.T) {
	c, err := parseConfig(configName, []byte(initialConfig))
	if err != nil || !reflect.DeepEqual(c, defaultConfig()) {
		t.Errorf("as it is: %+v, %v", c, err)
	}
	var b strings.Builder
	for line := range strings.Lines(initialConfig) {
		if rest, setting := strings.CutPrefix(line, "#"); setting && !strings.HasPrefix(line, "# ") {
			line = rest
		}
		b.WriteString(line)
	}
	if _, err := parseConfig(configName, []byte(b.String())); err != nil {
		t.Errorf("in force: %v\n%s", err, b.String())
	}
	for key := range configKeys {
		if !strings.Contains(b.String(), "\n"+key+":") {
			t.Errorf("init.yaml has no %q", key)
		}
	}
}
