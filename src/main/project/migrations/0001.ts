// Version 1: everything a project holds. Times are milliseconds since 1970; flags are 0 or 1.
export const sql = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE palette (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 255),
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  key INTEGER CHECK (key BETWEEN 0 AND 9),
  position INTEGER NOT NULL
) STRICT;

-- place: 'inside' = path is relative to the project's folder and moves with it, 'outside' = path is absolute.
CREATE TABLE frame (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  sort_key TEXT NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('inside', 'outside')),
  path TEXT NOT NULL,
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  sha256 TEXT NOT NULL UNIQUE,
  imported_at INTEGER NOT NULL
) STRICT;
CREATE INDEX frame_order ON frame (sort_key, name);

CREATE TABLE split (
  frame INTEGER PRIMARY KEY REFERENCES frame,
  split TEXT NOT NULL CHECK (split IN ('train', 'held-out', 'none'))
) STRICT;

CREATE TABLE review (
  frame INTEGER PRIMARY KEY REFERENCES frame,
  state TEXT NOT NULL CHECK (state IN ('unseen', 'in-progress', 'reviewed', 'flagged')),
  note TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Append-only. save_key is the sender's own name of the save: sending it twice adds one version.
CREATE TABLE mask_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  frame INTEGER NOT NULL REFERENCES frame,
  parent INTEGER REFERENCES mask_version,
  author TEXT NOT NULL CHECK (author IN ('human', 'model', 'import')),
  note TEXT NOT NULL,
  rle BLOB NOT NULL,
  changed INTEGER NOT NULL CHECK (changed >= 0),
  save_key TEXT UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mask_version_frame ON mask_version (frame, id);
CREATE INDEX mask_version_human ON mask_version (frame) WHERE author = 'human';
CREATE TRIGGER mask_version_is_never_changed BEFORE UPDATE ON mask_version
  BEGIN SELECT raise(ABORT, 'mask versions are append-only'); END;
CREATE TRIGGER mask_version_is_never_deleted BEFORE DELETE ON mask_version
  BEGIN SELECT raise(ABORT, 'mask versions are append-only'); END;

-- The current mask of a frame.
CREATE TABLE mask (
  frame INTEGER PRIMARY KEY REFERENCES frame,
  version INTEGER NOT NULL REFERENCES mask_version
) STRICT;

-- One stroke as tile deltas, newest position last; undone = it was taken back and can be done again.
CREATE TABLE undo_step (
  frame INTEGER NOT NULL REFERENCES frame,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  deltas BLOB NOT NULL,
  undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (frame, position)
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  config TEXT NOT NULL CHECK (json_valid(config)),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'stopped', 'failed', 'interrupted')),
  reason TEXT NOT NULL,
  seed INTEGER NOT NULL,
  code_version TEXT NOT NULL,
  device TEXT NOT NULL,
  seconds REAL NOT NULL,
  train_frames INTEGER NOT NULL,
  held_out_frames INTEGER NOT NULL,
  mask_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Which mask version of every frame the run saw, and as what.
CREATE TABLE run_frame (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  frame INTEGER NOT NULL REFERENCES frame,
  split TEXT NOT NULL CHECK (split IN ('train', 'held-out')),
  version INTEGER NOT NULL REFERENCES mask_version,
  PRIMARY KEY (run, frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  loss REAL NOT NULL,
  held_out_loss REAL,
  threshold REAL NOT NULL,
  frames INTEGER NOT NULL,
  mean_iou REAL,
  pooled_iou REAL,
  precision REAL,
  recall REAL,
  f1 REAL,
  seconds REAL NOT NULL,
  images_per_second REAL NOT NULL,
  learning_rate REAL NOT NULL,
  PRIMARY KEY (run, epoch)
) STRICT, WITHOUT ROWID;

-- file: its name inside runs/<run>/. A row is there only while its file is kept.
CREATE TABLE checkpoint (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  best INTEGER NOT NULL CHECK (best IN (0, 1)),
  last INTEGER NOT NULL CHECK (last IN (0, 1)),
  kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
  PRIMARY KEY (run, epoch)
) STRICT, WITHOUT ROWID;

-- 8-bit probabilities at the net's size, deflated.
CREATE TABLE prediction (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  frame INTEGER NOT NULL REFERENCES frame,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  deflated BLOB NOT NULL,
  PRIMARY KEY (run, epoch, frame)
) STRICT;

-- At the run's own threshold; version = the mask it was scored against.
CREATE TABLE score (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  frame INTEGER NOT NULL REFERENCES frame,
  version INTEGER NOT NULL REFERENCES mask_version,
  tp INTEGER NOT NULL,
  fp INTEGER NOT NULL,
  fn INTEGER NOT NULL,
  tn INTEGER NOT NULL,
  iou REAL NOT NULL,
  PRIMARY KEY (run, epoch, frame)
) STRICT, WITHOUT ROWID;

INSERT INTO palette (id, name, colour, key, position) VALUES
  (7, 'road', '#35c9f0', 1, 0), (0, 'other', '#000000', 2, 1), (255, 'ignore', '#8a8f98', 0, 2);
`;
