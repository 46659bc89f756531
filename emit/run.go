package emit

import (
	"context"
	"errors"
	"runtime/trace"
	"slices"
	"strings"
	"sync"

	"kwic/store"
)

// Result says what Finish did.
type Result struct {
	Rendered  int      // pages, whether or not they had to be written
	Written   int      // pages whose bytes are new
	Removed   []string // paths of pages that are no more, sorted
	Forgotten []string // paths to be taken off the record: Removed, and pages of another output folder
	Unchanged int      // pages that stayed as they were, rendered or not

	writer *Writer
}

// Each calls do for every page that was rendered, in the order of their paths. The
// page is valid during the call only. The Writer must not be closed yet.
func (r *Result) Each(do func(*RenderedPage) error) error { return r.writer.eachRendered(do) }

// Changed returns the paths of the pages that are not as on record, sorted: those
// written, found and removed, but for pages that were lost or altered on disk alone.
func (r *Result) Changed() ([]string, error) {
	changed := slices.Clone(r.Removed)
	err := r.Each(func(p *RenderedPage) error {
		if p.Changed() {
			changed = append(changed, p.Path)
		}
		return nil
	})
	slices.Sort(changed)
	return changed, err
}

// Stray is a page that stood otherwise in the output folder than on record, or on no
// record, without any change of the index.
type Stray struct {
	Path  string
	State State // Gone, Altered or Unrecorded
}

// Strayed returns the pages that were mended, and those removed that were on no
// record, sorted by path. Where none of the pages on record was there, the whole
// folder is another one, and none of them is told.
func (r *Result) Strayed() ([]Stray, error) {
	out := r.writer.sink.output
	if out.recorded() > 0 && out.kept == 0 && len(out.altered) == 0 {
		return nil, nil
	}
	var strays []Stray
	add := func(path string) { strays = append(strays, Stray{path, out.State(path)}) }
	for _, path := range r.Removed {
		if out.State(path) == Unrecorded {
			add(path)
		}
	}
	err := r.Each(func(p *RenderedPage) error {
		if p.Mended && p.Written {
			add(p.Path)
		}
		return nil
	})
	slices.SortFunc(strays, func(a, b Stray) int { return strings.Compare(a.Path, b.Path) })
	return strays, err
}

// Writer brings an output folder up to date. It is made before the index
// changes, so that the pages of documents can be written while these are at
// hand, and finished after the index has been committed. A page written before
// a commit that never comes is found altered by the next build.
type Writer struct {
	store      *store.Store
	options    Options
	sink       *sink
	heads      *store.Heads
	everything bool
	tick       func(total, done int)
	tasks      []task
	after      []task // that depend on what the tasks found
	mu         sync.Mutex
	gone       []string
	early      map[string]bool // documents whose pages are written; nil where they are all
	idle       []*renderer     // of workers that have ended
}

// NewWriter returns a Writer over an output folder that was checked.
func NewWriter(s *store.Store, o Options, out *Output) *Writer {
	return &Writer{
		store: s, options: o, heads: store.NewHeads(), early: make(map[string]bool),
		sink: newSink(s, &o, out),
	}
}

// Close frees what the Writer holds of the pages, in memory and on disk.
func (r *Writer) Close() error { return r.sink.rendered.close() }

// Expect prepares for calls of File, for all documents that the index is going to
// hold or for some.
func (r *Writer) Expect(all bool) error {
	if all {
		r.early = nil
	}
	if err := r.sink.prepare(); err != nil {
		return err
	}
	return r.loadPages()
}

// File writes the pages of a document that is about to be indexed as d. It may
// be called from several goroutines, after Expect and before Finish.
func (r *Writer) File(document string, d *store.Document) error {
	if !slices.Contains(r.options.Kinds, FilePage) {
		return nil
	}
	re, err := newRenderer(r.options, nil)
	if err != nil {
		return err
	}
	if err := re.filePageOf(document, d, r.sink.put); err != nil {
		return err
	}
	if r.early != nil {
		r.mu.Lock()
		r.early[document] = true
		r.mu.Unlock()
	}
	return nil
}

// Finish renders what is stale. On an error, some pages may have been written;
// all of them are as they should be, and everything stale stays stale. tick is
// called with the number of tasks and of those that are done.
func (r *Writer) Finish(ctx context.Context, stale []store.Stale, tick func(total, done int)) (*Result, error) {
	r.tick = tick
	for _, one := range stale {
		r.everything = r.everything || one.Kind == store.StaleAll
	}
	// With most pages gone, looking up which ones costs more than all of them.
	out := r.sink.output
	r.everything = r.everything || len(out.dirty) > 100 && len(out.dirty)*2 > out.recorded()
	err := r.sink.prepare()
	switch {
	case err != nil:
	case r.everything:
		err = r.planEverything()
	default:
		err = r.plan(stale)
	}
	if err == nil {
		err = r.render(ctx)
	}
	if err == nil {
		err = r.finish()
	}
	if err != nil {
		return nil, err
	}
	return r.result()
}

// eachRendered calls do for every page that was rendered, by path.
func (r *Writer) eachRendered(do func(*RenderedPage) error) error {
	return r.sink.rendered.each(func(p *RenderedPage) error {
		if !p.Written {
			_, intact := r.sink.output.Record(p.Path)
			p.Found = !intact
		}
		return do(p)
	})
}

// task renders one unit.
type task func(re *renderer) error

func (r *Writer) lost(pages ...string) {
	r.mu.Lock()
	r.gone = append(r.gone, pages...)
	r.mu.Unlock()
}

// planEverything makes a task of every unit there is.
func (r *Writer) planEverything() error {
	if err := r.loadPages(); err != nil {
		return err
	}
	re, err := r.renderer()
	if err != nil {
		return err
	}
	defer re.reader.Close()
	return r.eachUnit(re, func(t task) { r.tasks = append(r.tasks, t) })
}

// loadPages loads all pages on record, where most of them will be looked up.
func (r *Writer) loadPages() error {
	if r.sink.onRecord != nil {
		return nil
	}
	pages, err := r.store.PagesOf("")
	if err != nil {
		return err
	}
	r.sink.onRecord = make(map[string]store.Page, len(pages))
	for i := range pages {
		r.sink.onRecord[pages[i].Path] = pages[i]
	}
	return nil
}

func (r *Writer) eachUnit(re *renderer, add func(task)) error {
	whole := func(l *list, err error) error {
		if err == nil {
			err = l.render()
		}
		return err
	}
	if re.has(Keywords) {
		letters, err := re.letters()
		if err != nil {
			return err
		}
		for _, l := range letters {
			for _, rare := range []bool{false, true} {
				add(func(re *renderer) error { return whole(re.letterList(l.letter, rare, r.sink.put)) })
			}
		}
	}
	folders, err := re.reader.Folders()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if re.has(Subtree) && folder.Branches {
			add(func(re *renderer) error { return whole(re.subtreeList(folder, r.sink.put)) })
		}
		if re.has(Folder) {
			add(func(re *renderer) error { return whole(re.folderList(folder, r.sink.put)) })
		}
	}
	if re.has(FilePage) && r.early != nil {
		paths, err := re.reader.Paths()
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(paths, 32) {
			add(func(re *renderer) error {
				for _, document := range chunk {
					if err := r.file(re, document); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	if re.has(Landing) {
		add(r.landing)
	}
	return nil
}

func (r *Writer) landing(re *renderer) error {
	if err := r.loseUnit(Landing); err != nil { // but for what is written again
		return err
	}
	return re.landing(r.sink.put)
}

func (r *Writer) file(re *renderer, document string) error {
	if r.early == nil || r.early[document] {
		return nil
	}
	d, err := re.reader.Document(document)
	if err != nil || d == nil {
		return err
	}
	return re.filePageOf(document, d, r.sink.put)
}

// render runs the tasks, each worker with a reader of its own, and then those
// that depend on them.
func (r *Writer) render(ctx context.Context) (err error) {
	defer func() {
		for _, re := range r.idle {
			if closing := re.reader.Close(); err == nil {
				err = closing
			}
		}
		r.idle = nil
	}()
	for _, tasks := range []*[]task{&r.tasks, &r.after} {
		if err := r.runTasks(ctx, *tasks); err != nil {
			return err
		}
	}
	return nil
}

func (r *Writer) runTasks(ctx context.Context, tasks []task) error {
	if len(tasks) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan task)
	var workers sync.WaitGroup
	failures := make(chan error, r.options.Jobs+1)
	for range min(r.options.Jobs, len(tasks)) {
		workers.Go(func() {
			if err := r.work(ctx, queue); err != nil {
				failures <- err
				cancel()
			}
		})
	}
	for i, t := range tasks {
		select {
		case queue <- t:
			r.tick(len(tasks), i+1)
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	close(failures)
	var all []error
	for err := range failures {
		all = append(all, err)
	}
	if len(all) == 0 {
		return ctx.Err()
	}
	return errors.Join(all[0])
}

// work runs tasks until there are no more, or one fails.
func (r *Writer) work(ctx context.Context, queue <-chan task) error {
	var re *renderer
	r.mu.Lock()
	if n := len(r.idle); n > 0 {
		re, r.idle = r.idle[n-1], r.idle[:n-1]
	}
	r.mu.Unlock()
	if re == nil {
		var err error
		if re, err = r.renderer(); err != nil {
			return err
		}
	}
	defer func() {
		r.mu.Lock()
		r.idle = append(r.idle, re)
		r.mu.Unlock()
	}()
	for t := range queue {
		rendering := trace.StartRegion(ctx, "render")
		err := t(re)
		rendering.End()
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Writer) renderer() (*renderer, error) {
	reader, err := r.store.NewReader(r.heads)
	if err != nil {
		return nil, err
	}
	re, err := newRenderer(r.options, reader)
	if err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return re, nil
}

// finish removes what is no page any more: pages whose unit lost them, and
// files of kwic's that no record knows and no unit wrote.
func (r *Writer) finish() error {
	gone := make(map[string]bool)
	for _, page := range r.gone {
		gone[page] = true
	}
	if r.everything {
		for page := range r.sink.onRecord {
			gone[page] = true
		}
	}
	for page := range r.sink.output.owned {
		gone[page] = true
	}
	if len(gone) > 0 {
		if err := r.sink.rendered.each(func(p *RenderedPage) error {
			delete(gone, p.Path)
			return nil
		}); err != nil {
			return err
		}
	}
	pages := make([]string, 0, len(gone))
	for page := range gone {
		pages = append(pages, page)
	}
	slices.Sort(pages)
	unrecorded := slices.DeleteFunc(slices.Clone(pages), func(page string) bool { return r.sink.output.State(page) != Unrecorded })
	if r.options.Removing != nil && len(unrecorded) > 0 {
		if err := r.options.Removing(unrecorded); err != nil {
			return err
		}
	}
	return r.sink.remove(pages)
}

func (r *Writer) result() (*Result, error) {
	result := &Result{Removed: r.sink.removed, Forgotten: r.sink.forgotten, Unchanged: r.sink.output.kept, writer: r}
	err := r.eachRendered(func(p *RenderedPage) error {
		result.Rendered++
		if p.Found {
			result.Unchanged++
		}
		if p.Written {
			result.Written++
			if _, intact := r.sink.output.Record(p.Path); intact {
				result.Unchanged--
			}
		}
		return nil
	})
	for _, page := range result.Removed {
		if _, intact := r.sink.output.Record(page); intact {
			result.Unchanged--
		}
	}
	return result, err
}
