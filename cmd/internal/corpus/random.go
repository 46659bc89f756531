package corpus

// random is the generator splitmix64 (Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", 2014). It is written out here because its
// numbers must be the same for ever.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

// mix scrambles a number: all its bits count in each of the result's.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1. It is not quite uniform, by less than one
// part in 2^32 for the small n that are asked for.
func (r *random) below(n int) int { return int(r.next() >> 32 * uint64(n) >> 32) }

// between returns a number from a to b.
func (r *random) between(a, b int) int { return a + r.below(b-a+1) }

// percent is true in so many of a hundred cases.
func (r *random) percent(n int) bool { return r.below(100) < n }

// What the numbers of one file are for: each use has its own.
const (
	ofText = iota
	ofPath
	ofClass
	ofName
)

// randomOf returns the numbers of one file for one use.
func (t *Tree) randomOf(number, use int) *random {
	return &random{mix(mix(t.options.Seed)+uint64(number)) + mix(uint64(use)+1)}
}

// quantile is a point of a distribution: so many of 10,000 are smaller.
type quantile struct{ share, value int }

// sizes are those of the real documents, in bytes.
var sizes = []quantile{
	{0, 120}, {10, 279}, {100, 339}, {200, 372}, {500, 443}, {1000, 535}, {2000, 721}, {3000, 979}, {4000, 1363}, {5000, 1813}, {6000, 2501},
	{7000, 3479}, {8000, 5369}, {9000, 9244}, {9500, 15309}, {9800, 31135}, {9900, 48174}, {9950, 72722}, {9990, 142961}, {10000, 560000},
}

// depths are how many folders are above a document, counted in 10,000.
var depths = []quantile{{0, 1}, {200, 2}, {4300, 3}, {9300, 4}, {9800, 5}}

// between draws from a distribution, on the straight line between two points.
func drawBetween(points []quantile, r *random) int {
	at := r.below(10_000)
	i := 1
	for at >= points[i].share {
		i++
	}
	a, b := points[i-1], points[i]
	return a.value + (b.value-a.value)*(at-a.share)/(b.share-a.share) + r.below(1+(b.value-a.value)/(b.share-a.share))
}

// drawStep draws the value of the last point that is not above.
func drawStep(points []quantile, r *random) int {
	at := r.below(10_000)
	value := points[0].value
	for _, p := range points {
		if at >= p.share {
			value = p.value
		}
	}
	return value
}
