package extract

import "testing"

func TestOpaqueWords(t *testing.T) {
	for word, noise := range map[string]bool{
		"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ": true, "MIIDdzCCAl": true, "AAAAB3NzaC1yc2E": true, "AKIAIOSFODNN7EXAMPLE": true,
		"RTESMBAGA1UECBMJU29tZS1TdGF0ZTEh": true, "fe80::1": true, "2001:db8::8a2e": true, "sha256:abcdef": true, "e4d909c": true,
		"7f3a9c2e1b": true, "eyJhbGciOiJIUzI1NiJ9": true,
		"UTF8ToUTF16": false, "GetProcAddressA": false, "C2065": false, "LNK2019": false, "x86_64": false, "SHA256": false,
		"HTTP2Server": false, "Win32_OperatingSystem": false, "MIIManagementRegister": false, "D3D11CreateDeviceAndSwapChain": false,
		"XMLHttpRequest2Https": false, "std::vector": false, "sha256::Digest": false, "feed::Cafe": false, "decade2": false,
		"PKCS12ParseCertificateA": false, "AAAARecordLookup2": false,
	} {
		if got := shapeOf([]byte(word)) == shapeNoise; got != noise {
			t.Errorf("%s: noise %v", word, got)
		}
	}
}

func TestOpaqueTags(t *testing.T) {
	x := newTestExtractor(t, Options{})
	checkKeywords(t, "tags", x.Read(Markdown, []byte("---\nkeywords: [7f3a9c2e1b, 550e8400-e29b-41d4-a716-446655440000, the, a, 2024, kiln, C, 2FA, 5g, for, c++17, 64-bit]\n---\n")),
		"tag kiln tag\ntag c tag\ntag 2fa tag\ntag 5g tag\ntag for tag\ntag c++17 tag\ntag 64-bit tag\n-the\n-a\n-2024\n-7f3a9c2e1b\n-550e8400-e29b-41d4-a716-446655440000")
	checkKeywords(t, "data", x.Read(Markdown, []byte("# Data\n\n**aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=** and the key AKIAIOSFODNN7EXAMPLE value.\n\nQmFzZTY0/IGlzIGFuIGVuY29kaW5nIG9m+IGJ5dGVzIGFzIHRleHQ=\n")),
		"-agvsbg8gd29ybgqgagvsbg8gd29ybgq\n-key akiaiosfodnn7example\n-iglzigfuigvuy29kaw5nig9m\n-igj5dgvzigfzihrlehq")
}
