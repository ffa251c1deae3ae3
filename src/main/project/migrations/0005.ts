// Version 5: what the loop keeps: of runs, of decisions and of the queue.
export const sql = `
-- Of runs. place: its turn in the queue, 1 is the next; only queued runs have one.
ALTER TABLE run ADD COLUMN sweep TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN place INTEGER CHECK (place > 0);

-- How often an epoch of the run sees the frame.
ALTER TABLE run_frame ADD COLUMN times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0);

-- Runs that retrain another one from corrections. parent: whose epoch they start from; it may be removed before they are. weight: how often an epoch
-- sees a frame whose mask a person changed since the parent saw it.
CREATE TABLE retrain (
  run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  parent INTEGER NOT NULL,
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  weight INTEGER NOT NULL CHECK (weight > 0),
  verdict TEXT NOT NULL CHECK (verdict IN ('open', 'kept'))
) STRICT;
-- What people say of a run: tags as a JSON list of words, and a note.
ALTER TABLE run ADD COLUMN tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags));
ALTER TABLE run ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- What was last chosen for it: threshold and what follows it (shared/prediction/decision), as JSON. NULL: its own threshold, as it was scored with.
ALTER TABLE run ADD COLUMN decision TEXT CHECK (decision IS NULL OR json_valid(decision));
-- The frames that it saw and that are in another set now, as a JSON list of {from, to, frames}. NULL: to be counted anew, for the split was changed.
ALTER TABLE run ADD COLUMN moves TEXT CHECK (moves IS NULL OR json_valid(moves));

-- Of the queue: numbers that frames are ordered by (shared/queue/measures). kind: the measure, for 'runs' with the other runs' epochs after it;
-- version: the mask that it was held against, 0 where no mask counts.
CREATE TABLE measure (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  kind TEXT NOT NULL,
  frame INTEGER NOT NULL REFERENCES frame,
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  version INTEGER NOT NULL CHECK (version >= 0),
  value REAL NOT NULL,
  PRIMARY KEY (run, kind, frame, epoch)
) STRICT, WITHOUT ROWID;
`;
