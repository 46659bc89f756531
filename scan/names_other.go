//go:build !darwin

package scan

// composed returns a file's name as the tree has it: as it is, outside macOS.
func composed(name string) string { return name }
