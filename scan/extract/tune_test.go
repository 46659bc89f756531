package extract

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"
)

type tcand struct {
	v     [signals]float32
	key   int32
	first int32
}
type tdoc struct {
	cands []tcand
	want  map[int32]bool
	nwant int
}

var tkind = map[string]bool{}

func init() {
	for _, w := range strings.Fields("class classes function functions method methods macro macros keyword keywords operator operators member members structure struct property properties statement statements element elements attribute attributes directive directives control controls event events enum enumeration namespace header object objects type types pragma template interface interfaces") {
		tkind[w] = true
	}
}

var br = regexp.MustCompile(`\[[^\]]*\]`)
var ws = regexp.MustCompile(`[\s_]+`)

func stem(w string) string {
	for _, p := range [][2]string{{"ies", "y"}, {"sses", "ss"}, {"xes", "x"}, {"ches", "ch"}, {"s", ""}} {
		if strings.HasSuffix(w, p[0]) && len(w) > len(p[0])+2 && !(strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is")) {
			return w[:len(w)-len(p[0])] + p[1]
		}
	}
	return w
}
func tnorm(p string) string {
	p = br.ReplaceAllString(strings.ToLower(p), " ")
	p = strings.TrimSpace(p)
	p = strings.TrimSuffix(p, "()")
	p = strings.Trim(p, " .,:;()\"'`*!?")
	var w []string
	for _, x := range ws.Split(p, -1) {
		if x != "" {
			w = append(w, x)
		}
	}
	if len(w) > 1 && tkind[w[len(w)-1]] {
		w = w[:len(w)-1]
	}
	for i := range w {
		w[i] = stem(w[i])
	}
	return strings.Join(w, " ")
}
func TestTune(t *testing.T) {
	if os.Getenv("TUNE") == "" {
		t.Skip()
	}
	b, _ := os.ReadFile("/tmp/ex/gold.json")
	gold := map[string][]string{}
	json.Unmarshal(b, &gold)
	x, _ := New(Options{})
	var paths []string
	for p := range gold {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	load := func(from, step int) []tdoc {
		var docs []tdoc
		for i := from; i < len(paths); i += step {
			src, _ := os.ReadFile("/tmp/ex/dst/" + paths[i])
			r := newReader(x)
			r.read2(src)
			d := tdoc{want: map[int32]bool{}, nwant: len(gold[paths[i]])}
			ids := map[string]int32{}
			for _, g := range gold[paths[i]] {
				ids[g] = int32(len(ids))
				d.want[ids[g]] = true
			}
			for j := range r.end.list {
				c := &r.end.list[j]
				var tc tcand
				r.signals(c.node, c.kind, &r.end.evidence[c.group][c.node], &tc.v)
				k := tnorm(string(r.commonForm(r.end.order[c.from : c.from+c.count])))
				if k == "" {
					continue
				}
				id, ok := ids[k]
				if !ok {
					id = int32(len(ids))
					ids[k] = id
				}
				tc.key = id
				tc.first = c.first
				d.cands = append(d.cands, tc)
			}
			docs = append(docs, d)
		}
		return docs
	}
	eval := func(docs []tdoc, w *[signals]float32) float64 {
		sum := 0.0
		for i := range docs {
			d := &docs[i]
			type sk struct {
				s     float32
				first int32
				key   int32
			}
			var top [40]sk
			n := 0
			for j := range d.cands {
				c := &d.cands[j]
				s := float32(0)
				for k := range w {
					s += c.v[k] * w[k]
				}
				if n == len(top) && s <= top[n-1].s {
					continue
				}
				if n < len(top) {
					n++
				}
				p := n - 1
				for p > 0 && (top[p-1].s < s || top[p-1].s == s && top[p-1].first > c.first) {
					top[p] = top[p-1]
					p--
				}
				top[p] = sk{s, c.first, c.key}
			}
			seen := map[int32]bool{}
			hits := 0
			for j := 0; j < n && len(seen) < 10; j++ {
				if !seen[top[j].key] {
					seen[top[j].key] = true
					if d.want[top[j].key] {
						hits++
					}
				}
			}
			p, r := float64(hits)/10, float64(hits)/float64(d.nwant)
			if p+r > 0 {
				sum += 2 * p * r / (p + r)
			}
		}
		return sum / float64(len(docs))
	}
	train := load(0, 4)
	test := load(1, 8)
	w := weights
	best := eval(train, &w)
	fmt.Println("start", best, eval(test, &w))
	rng := rand.New(rand.NewSource(1))
	for round := 0; round < 4; round++ {
		for _, k := range rng.Perm(int(signals)) {
			for _, d := range []float32{1, -1, 0.4, -0.4, 0.15, -0.15} {
				if round > 1 && (d == 1 || d == -1) {
					continue
				}
				for {
					w2 := w
					w2[k] += d
					if s := eval(train, &w2); s > best+1e-6 {
						best = s
						w = w2
					} else {
						break
					}
				}
			}
		}
		fmt.Println(round, best, eval(test, &w))
		for k := range w {
			fmt.Printf("%d:%.2f ", k, w[k])
		}
		fmt.Println()
	}
}
func (r *reader) read2(src []byte) { r.read(src) }
