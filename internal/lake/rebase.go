package lake

import "fmt"

// rebase puts the transaction on top of a snapshot: what the next one would
// be. It changes neither.
func (tx *Transaction) rebase(base Snapshot) (Commit, error) {
	if err := tx.conflicts(base); err != nil {
		return Commit{}, err
	}
	byKey := make(map[sourceFile]claim, len(tx.loads))
	byID := make(map[string]claim, len(tx.loads))
	for _, c := range tx.loads {
		byKey[c.load.key()], byID[c.load.ID] = c, c
	}
	next := Snapshot{Version: base.Version + 1, Parent: base.Version}
	var commit Commit
	stays := map[string]bool{}
	for _, load := range base.Loads {
		if tx.drops[load.ID] {
			commit.Dropped = append(commit.Dropped, load)
			continue
		}
		claimant, again := byID[load.ID]
		taker, taken := byKey[load.key()]
		taken = taken && taker.load.ID != load.ID
		if taken && !again {
			commit.Replaced = append(commit.Replaced, load)
			continue
		}
		if taken {
			// The file was renamed, and another came under its old name.
			load.Source, load.File = claimant.load.Source, claimant.load.File
		}
		if again {
			commit.Known = append(commit.Known, load)
		}
		stays[load.ID] = true
		next.Loads = append(next.Loads, load)
	}
	for _, file := range base.Files {
		if stays[file.Load] {
			next.Files = append(next.Files, file)
		}
	}
	for _, c := range tx.loads {
		if !stays[c.load.ID] {
			commit.Added = append(commit.Added, c.load)
			next.Loads = append(next.Loads, c.load)
		}
	}
	if err := tx.addFiles(&next, stays, byID); err != nil {
		return Commit{}, err
	}
	next.sort()
	commit.Snapshot, commit.Changed = next, !next.same(base)
	if !commit.Changed {
		commit.Snapshot = base
		return commit, nil
	}
	return commit, next.check()
}

// addFiles lists the files of the loads that are new. The files of a load that
// the lake has meanwhile are left out: they are there.
func (tx *Transaction) addFiles(next *Snapshot, stays map[string]bool, byID map[string]claim) error {
	for _, s := range tx.files {
		if _, found := byID[s.file.Load]; !found {
			return fmt.Errorf("%s was added for load %s, which was not", s.path, s.file.Load)
		}
		if !stays[s.file.Load] {
			next.Files = append(next.Files, s.file)
		}
	}
	return nil
}

// conflicts finds a source file that another writer changed since the
// transaction began, otherwise than this one would.
func (tx *Transaction) conflicts(base Snapshot) error {
	for _, c := range tx.loads {
		now, _ := base.loadOf(c.load.key())
		before, _ := tx.began.loadOf(c.load.key())
		if now.ID != before.ID && now.ID != c.load.ID {
			return fmt.Errorf("%w: %s; run it again", ErrConflict, c.load.key())
		}
		if _, found := base.Load(c.load.ID); c.kept && (!found || tx.drops[c.load.ID]) {
			return fmt.Errorf("%w: %s is no longer in the lake; run it again", ErrConflict, c.load.key())
		}
	}
	return nil
}
