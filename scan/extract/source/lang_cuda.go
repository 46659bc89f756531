package source

// langCUDA is C++ with words for where code runs.
var langCUDA = func() Language {
	l := langCPP
	l.Name = "cuda"
	l.Keywords = append([]Words{
		{Role: Modifier, Words: "__global__ __device__ __host__ __shared__ __constant__ __managed__ __noinline__ __forceinline__ __restrict__"},
		{Role: Attribute, Words: "__launch_bounds__ __align__ __cluster_dims__"},
	}, l.Keywords...)
	return l
}()
