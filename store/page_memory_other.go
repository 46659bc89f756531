//go:build !linux || !(amd64 || arm64)

package store

// usePageMemory leaves SQLite its own allocator.
func usePageMemory() {}
