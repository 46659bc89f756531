package extract

import (
	"slices"
	"strings"
	"testing"
)

// TestScripts reads short manuals in languages that differ in what parts their
// words. Each line of want is a keyword's form that must be there, or, after a
// minus, a key that must not.
func TestScripts(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ language, doc, want string }{
		{"simplified Chinese", "# 潮汐计的校准\n\n潮汐计记录水位。如果水位传感器已经移动，操作员必须重新校准潮汐计。\n\n## 水位传感器\n\n水位传感器的输出和对象的编号保存在《校准日志》中，“零点漂移”会影响水位。\n" +
			"**浮子井**很深。\n\n| 参数 | 值 |\n|-|-|\n| 采样间隔 | 大 |\n\n参见[报警阈值](x.md)，或`tide_gauge`。\n",
			"潮汐计\n校准\n水位\n水位传感器\n校准日志\n零点漂移\n浮子井\n采样间隔\n报警阈值\ntide_gauge\n-的\n-如果\n-已经\n-必须\n-位传\n-感器\n-位传感器\n-汐计"},
		{"traditional Chinese", "# 資料庫連線\n\n資料庫連線由連線池管理。若連線池已滿，請求會等待。\n\n## 對話管理\n\n每個對話都有「識別碼」，應用程式以識別碼找到對話。\n",
			"資料庫連線\n對話管理\n識別碼\n連線池\n-每個\n-若"},
		{"Japanese", "# データベース接続の設定\n\nデータベースへの接続は、コネクションプールで管理されます。コネクションプールの設定を変更してください。\n\n## 読み込みと書き込み\n\n『排他制御』は**取り消し**できません。ｻｰﾊﾞｰとサーバーは同じです。ガベージコレクションについて、ガベージコレクションが動く。\n\n## 使い方の例\n\nすべて。\n",
			"データベース\n接続\n設定\nコネクションプール\n読み込み\n書き込み\n排他制御\n取り消し\nガベージコレクション\n-の\n-されます\n-してください\n-について\n-ガベージ"},
		{"Korean", "# 데이터베이스 연결\n\n데이터베이스를 쓰는 프로그램은 연결을 설정합니다. 데이터베이스는 메모리에서 동작한다.\n\n**가비지 컬렉션**은 자동으로 실행됩니다. 함수를 재정의한 실행 결과.\n\nAPI를 호출하고 API는 GPU의 메모리를 읽는다. DispatchKey가 있고, Java로 쓴다. Java언어.\n",
			"API\nDispatchKey\n-api는\n-api는 gpu의\n-dispatchkey가\n-gpu의 메모리\n데이터베이스\n연결\n데이터베이스 연결\n가비지 컬렉션\n-데이터베이스를\n-데이터베이스는\n-재정\n-결"},
		{"Russian", "# Настройка шлюза\n\nШлюз передаёт пакеты. **Таблица маршрутов** хранится в памяти, а ёмкость памяти ограничена. Ёмкость памяти важна.\n",
			"Настройка шлюза\nТаблица маршрутов\nёмкость памяти\n-в\n-а"},
		{"Arabic", "# دليل قاعدة البيانات\n\nتحفظ **قاعدة البيانات** السجلات. المُفْتَاح هو `key`. انظر [خادم الملفات](x.md).\n",
			"قاعدة البيانات\nخادم الملفات\nkey"},
		{"Persian", "# می\u200cنویسم\n\nواژهٔ **نرم\u200cافزار** با نیم\u200cفاصله است. نرم\u200cافزار خوب.\n", "نرم\u200cافزار\nمی\u200cنویسم\n-نرم\n-افزار"},
		{"Hebrew", "# מסד נתונים\n\n**טבלת ניתוב** היא חלק. טבלת ניתוב אחת.\n", "מסד נתונים\nטבלת ניתוב"},
		{"Hindi", "# डेटाबेस विन्यास\n\n**स्मृति प्रबंधक** काम करता है। क्\u200dषमता और क्\u200dषमता।\n", "डेटाबेस विन्यास\nस्मृति प्रबंधक\nक्\u200dषमता"},
		{"Thai", "# การตั้งค่าฐานข้อมูล\n\nฐานข้อมูลเก็บข้อมูลของผู้ใช้ ผู้ใช้สามารถเข้าถึงฐานข้อมูลได้ **ตัวจัดการหน่วยความจำ** ทำงานกับหน่วยความจำ\n",
			"การตั้งค่าฐานข้อมูล\nฐานข้อมูล\nผู้ใช้\nตัวจัดการหน่วยความจำ\nหน่วยความจำ\n-านข้อมูล\n-ฐานข้"},
		{"Vietnamese", "# Cơ sở dữ liệu\n\n**Bộ nhớ đệm** lưu dữ liệu. Máy chủ đọc bộ nhớ đệm.\n", "Cơ sở dữ liệu\nBộ nhớ đệm"},
		{"German", "# Überlaufventil\n\nDas **Überlaufventil** öffnet. Die Größe der Öffnung und die GRÖSSE.\n", "Überlaufventil\nÖffnung\n-das\n-die"},
		{"French", "# Réglage de l’écluse\n\nLa **vanne d’arrêt** est fermée. Le débit d’eau et le débit d’eau.\n", "Réglage\n-la\n-de"},
		{"Greek", "# Ρύθμιση θύρας\n\nΗ **βάση δεδομένων** και η ΘΎΡΑ. Μία θύρα.\n", "Ρύθμιση θύρας\nβάση δεδομένων"},
		{"decomposed accents", "# U\u0308berlauf\n\nDer Überlauf und U\u0308berlauf.\n", "-berlauf\n-u"},
		{"width", "# Ｔａｂｌｅ\n\nTable and ＡＰＩ, API. ｶﾞｲﾄﾞ、ガイド。\n", "Table\nAPI"},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		checkDocument(t, d)
		var forms, keys []string
		for _, k := range d.Keywords {
			forms, keys = append(forms, k.Form), append(keys, k.Key)
		}
		for _, want := range strings.Split(c.want, "\n") {
			if unwanted, is := strings.CutPrefix(want, "-"); is {
				if slices.Contains(keys, unwanted) {
					t.Errorf("%s: %q is a keyword", c.language, unwanted)
				}
			} else if !slices.ContainsFunc(forms, func(f string) bool { return strings.EqualFold(f, want) }) {
				t.Errorf("%s: %q is no keyword; there are %q", c.language, want, forms)
			}
		}
	}
}

// Forms of one word have one key, however wide, cased or composed they are.
func TestKeysOfScripts(t *testing.T) {
	for _, forms := range [][]string{
		{"Ｔａｂｌｅ", "table", "TABLE"},
		{"ｶﾞｲﾄﾞ", "ガイド"},
		{"U\u0308ber", "Über", "über"},
		{"STRASSE", "Straße"},
		{"ΘΎΡΑΣ", "θύρας"},
		{"Auto\u00admat", "Automat"},
		{"ЁЛКА", "ёлка"},
	} {
		for _, f := range forms[1:] {
			if a, b := foldKey(forms[0]), foldKey(f); a != b {
				t.Errorf("%q has the key %q, %q has %q", forms[0], a, f, b)
			}
		}
	}
}

func TestHangulStems(t *testing.T) {
	for word, want := range map[string]string{
		"데이터베이스를": "데이터베이스", "데이터베이스는": "데이터베이스", "데이터베이스와": "데이터베이스", "파일을": "파일", "파일과": "파일", "파일로": "파일", "메모리에서는": "메모리", "설정합니다": "설정", "실행되는": "실행", "커널의": "커널",
		"데이터베이스": "데이터베이스", "고양이": "고양이", "회로": "회로", "전자회로": "전자회로", "재정의": "재정의", "실행결과": "실행결과", "전문가": "전문가", "풀을": "풀을", "파일를": "파일를", "은": "은", "abc를": "abc", "API에서는": "API", "v2로": "v2", "URL이": "URL", "Java언어": "Java언어", "_를": "_를", "": "",
	} {
		if got := word[:hangulStem([]byte(word))]; got != want {
			t.Errorf("the stem of %q is %q, not %q", word, got, want)
		}
	}
}

// A line end amid ideographs parts no words, because the host shows none.
func TestLinesJoinAmidIdeographs(t *testing.T) {
	x := newTestExtractor(t, Options{})
	d := x.Read(Markdown, []byte("字。\n\n这是**水位传\n感器**。\n\n**深井 a\nb**\n"))
	var forms []string
	for _, k := range d.Keywords {
		forms = append(forms, k.Form)
	}
	if !slices.Contains(forms, "水位传感器") {
		t.Errorf("the word that goes over a line is not among %q", forms)
	}
}

// The same characters in any number of documents give the same terms: nothing is
// left of the document before.
func TestScriptsAreIndependent(t *testing.T) {
	x := newTestExtractor(t, Options{})
	one, other := []byte("# 水位\n\n水位传感器。\n"), []byte("# 浮子井\n\n水位。\n")
	want := keywordLines(x.Read(Markdown, one))
	x.Read(Markdown, other)
	if got := keywordLines(x.Read(Markdown, one)); !slices.Equal(got, want) {
		t.Errorf("after another document there are %q, not %q", got, want)
	}
}

// A sentence ends behind words of any script: what stands in the second one is
// not in the first.
func TestFirstSentenceOfScripts(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ language, doc, first, later string }{
		{"English", "# Gate\n\nThe warm valve moves. A cold valve rests, a cold valve waits.\n", "warm valve", "cold valve"},
		{"Russian", "# Шлюз\n\nТёплый клапан. Синий журнал, синий журнал.\n", "тёплый клапан", "синий журнал"},
		{"Korean", "# 수문 설정\n\n따뜻한 밸브? 파란 일지, 파란 일지.\n", "따뜻한 밸브", "파란 일지"},
	} {
		told := map[string]bool{}
		for one := range x.Explain(Markdown, []byte(c.doc)).Keywords() {
			told[one.Key] = slices.ContainsFunc(one.Signals, func(s Signal) bool { return s.Name == signalNames[signalFirst] })
		}
		for key, want := range map[string]bool{c.first: true, c.later: false} {
			if first, is := told[key]; !is || first != want {
				t.Errorf("%s: %q is in the first sentence: %v (a keyword: %v)", c.language, key, first, is)
			}
		}
	}
}
