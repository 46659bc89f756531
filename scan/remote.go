package scan

import (
	"net/url"
	"path/filepath"
	"strings"
)

// Remote returns the URL of the remote "origin" of the repository that holds
// root, without user name and password, or "" where there is none. git is not
// started.
func Remote(root string) string {
	r, err := findRepository(root)
	if err != nil || r == nil {
		return ""
	}
	config, err := readRegular(filepath.Join(r.common, "config"))
	if err != nil {
		return ""
	}
	inside := false
	for line := range strings.Lines(string(config)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inside = strings.HasPrefix(line, `[remote "origin"]`)
			continue
		}
		key, value, assigned := strings.Cut(line, "=")
		if inside && assigned && strings.EqualFold(strings.TrimSpace(key), "url") {
			return withoutCredentials(strings.Trim(strings.TrimSpace(value), `"`))
		}
	}
	return ""
}

// withoutCredentials takes user and password out of a URL. A local path says
// where a machine keeps its files, and is no address to anybody else.
func withoutCredentials(remote string) string {
	u, err := url.Parse(remote)
	if err == nil && u.Scheme != "" && u.Host != "" {
		u.User = nil
		return u.String()
	}
	if user, rest, found := strings.Cut(remote, "@"); found && !strings.Contains(user, "/") && strings.Contains(rest, ":") {
		return rest // git@host:path
	}
	return ""
}
