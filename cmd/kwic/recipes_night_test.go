package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// nightStage is a machine on which a tree with an index is a clone that a recipe
// brings up to date at night.
func nightStage(t *testing.T) (s *stage, tree string) {
	t.Helper()
	s = newStage(t)
	s.installKwic()
	s.commit("main", recipeTree())
	tree = filepath.Join(s.base, "srv docs")
	s.must(s.base, `git clone --quiet origin.git "$TREE" && kwic build "$TREE" --quiet`, map[string]string{"TREE": tree})
	return s, tree
}

// drift damages an index in a way that only a rebuild finds.
func drift(t *testing.T, tree string) {
	t.Helper()
	execSQL(t, defaultDB(tree), `UPDATE keyword SET occurrences = occurrences + 1 WHERE key = 'plum stone'`)
}

var cronLine = regexp.MustCompile(`^(\S+) (\S+) (\S+) (\S+) (\S+)\s+(\S+)\s+(.+)$`)

// TestCronRecipe runs the line of the recipe as cron does: what it prints is a
// mail. There is none unless something is to be told.
func TestCronRecipe(t *testing.T) {
	t.Parallel()
	s, tree := nightStage(t)
	text := recipeFile(t, "cron/kwic")
	if !strings.HasSuffix(text, "\n") {
		t.Error("cron does not read a last line without an end")
	}
	env := map[string]string{}
	var command string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, value, assigned := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(line, "#") || line == "":
		case assigned && regexp.MustCompile(`^[A-Z]+$`).MatchString(name):
			env[name] = value
		default:
			m := cronLine.FindStringSubmatch(line)
			if m == nil || command != "" {
				t.Fatalf("not a line of /etc/cron.d: %q", line)
			}
			for i, most := range []string{"59", "23", "31", "12", "7"} {
				if m[i+1] != "*" && (len(m[i+1]) > len(most) || len(m[i+1]) == len(most) && m[i+1] > most) {
					t.Errorf("field %d is %q", i+1, m[i+1])
				}
			}
			command = m[7]
		}
	}
	if env["MAILTO"] == "" || env["SHELL"] != "/bin/sh" || !strings.HasPrefix(env["PATH"], "/usr/local/bin:") || strings.Contains(command, "%") {
		t.Fatalf("environment %v, command %q", env, command)
	}
	env["PATH"] = s.bin + ":" + s.env["PATH"]
	night := func() string {
		t.Helper()
		c := exec.Command("/bin/sh", "-c", strings.ReplaceAll(command, "/srv/docs", `"$TREE"`))
		c.Dir = s.env["HOME"]
		c.Env = []string{"TREE=" + tree, "HOME=" + s.env["HOME"], "PATH=" + env["PATH"], "GORACE=atexit_sleep_ms=0"}
		mail, _ := c.CombinedOutput() // cron does not look at the exit code
		return string(mail)
	}
	s.commit("main", map[string]string{"docs/quince.md": "# Quince\n\nThe **quince pip**.\n"}, "docs/pear.md")
	if mail := night(); mail != "" {
		t.Errorf("a night without drift: %s", mail)
	}
	checkClean(t, tree)
	drift(t, tree)
	if mail := night(); !strings.Contains(mail, "drifted   the view keywords") {
		t.Errorf("a night with drift: %s", mail)
	}
	if mail := night(); mail != "" {
		t.Errorf("the night after: %s", mail)
	}
	if err := os.Rename(s.bare, s.bare+".away"); err != nil {
		t.Fatal(err)
	}
	if mail := night(); !strings.Contains(mail, "origin.git") {
		t.Errorf("a night without the remote: %s", mail)
	}
}

// unit reads the settings of a unit of systemd's, by section and name.
func unit(t *testing.T, name string) map[string]string {
	t.Helper()
	settings, section := make(map[string]string), ""
	for line := range strings.Lines(recipeFile(t, "systemd/"+name)) {
		line = strings.TrimSpace(line)
		switch setting, value, found := strings.Cut(line, "="); {
		case strings.HasPrefix(line, "#") || line == "":
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case found:
			settings[section+"."+setting] = value
		default:
			t.Fatalf("%s: %q", name, line)
		}
	}
	return settings
}

// TestSystemdRecipe runs the service's lines for a night without drift and one
// with it, and then those of the unit that mails.
func TestSystemdRecipe(t *testing.T) {
	t.Parallel()
	s, tree := nightStage(t)
	service, failed := unit(t, "kwic-rebuild@.service"), unit(t, "kwic-failed@.service")
	if service["Service.WorkingDirectory"] != "%f" || service["Service.ReadWritePaths"] != "%f" || service["Unit.OnFailure"] != "kwic-failed@%n.service" {
		t.Errorf("the service is %q", service)
	}
	night := func() (string, error) {
		t.Helper()
		out := ""
		for _, setting := range []string{"ExecStartPre", "ExecStart"} {
			line := strings.Replace(service["Service."+setting], "/usr/local/bin/kwic", "kwic", 1)
			words, err := splitWords(line)
			if err != nil || len(words) < 2 || strings.Contains(line, "$") {
				t.Fatalf("%s=%s: %v", setting, line, err)
			}
			said, err := s.run(tree, line)
			out += said
			if err != nil {
				return out, err
			}
		}
		return out, nil
	}
	s.commit("main", map[string]string{"docs/quince.md": "# Quince\n\nThe **quince pip**.\n"}, "docs/pear.md")
	if out, err := night(); err != nil || !strings.Contains(out, "no drift") {
		t.Fatalf("a night without drift: %v: %s", err, out)
	}
	checkClean(t, tree)
	drift(t, tree)
	journal, err := night()
	if err == nil || !strings.Contains(journal, "drifted   the view keywords") {
		t.Fatalf("a night with drift: %v: %s", err, journal)
	}

	writeTree(t, s.base, map[string]string{"journal": journal})
	const instance = "kwic-rebuild@srv-docs.service"
	s.program("journalctl", `[[ "$*" == *--unit=`+instance+`* ]] && cat '`+filepath.Join(s.base, "journal")+`'`)
	s.program("mail", `printf '%s\n' "$@" > '`+filepath.Join(s.base, "sent")+`' && cat >> '`+filepath.Join(s.base, "sent")+`'`)
	line := strings.NewReplacer("%i", instance, "$$", "$").Replace(failed["Service.ExecStart"])
	mailto, _ := strings.CutPrefix(failed["Service.Environment"], "MAILTO=")
	s.must(s.base, line, map[string]string{"MAILTO": mailto})
	if sent := readFile(t, filepath.Join(s.base, "sent")); !strings.HasPrefix(sent, "-s\n"+instance+" failed on ") || !strings.Contains(sent, "\n"+mailto+"\n") || !strings.HasSuffix(sent, journal) {
		t.Errorf("the mail is %q", sent)
	}
}

// TestSystemdVerifies has systemd itself read the units, over a program that is
// there.
func TestSystemdVerifies(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	folder := t.TempDir()
	units := []string{"verify", "--man=no"}
	for _, name := range []string{"kwic-rebuild@.timer", "kwic-rebuild@.service", "kwic-failed@.service"} {
		text := strings.ReplaceAll(recipeFile(t, "systemd/"+name), "/usr/local/bin/kwic", "/bin/true")
		writeTree(t, folder, map[string]string{name: text})
		units = append(units, filepath.Join(folder, name))
	}
	if out, err := exec.Command(program, units...).CombinedOutput(); err != nil || strings.Contains(string(out), folder) || strings.Contains(string(out), "kwic-") {
		t.Errorf("%v: %s", err, out)
	}
}
