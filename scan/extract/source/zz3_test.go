package source

import (
	"fmt"
	"os"
	"testing"
)

func TestOne(t *testing.T) {
	g := ByName(os.Getenv("L"))
	b, _ := os.ReadFile("/tmp/lang2/one.txt")
	fmt.Println(listing(g, string(b)))
}
