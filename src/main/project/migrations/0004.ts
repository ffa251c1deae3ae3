// Version 4: names of mask versions, and what the undo steps of a frame belong to.
export const sql = `
CREATE TABLE version_name (
  version INTEGER PRIMARY KEY REFERENCES mask_version,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  named_at INTEGER NOT NULL
) STRICT;

-- The steps of undo_step take back what led to this version. A version that came in without them (an import, a model) leaves them as they are: whoever
-- reads them brings them up to date. bytes: of the frame's deltas together.
CREATE TABLE undo_state (
  frame INTEGER PRIMARY KEY REFERENCES frame,
  version INTEGER NOT NULL REFERENCES mask_version,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  used_at INTEGER NOT NULL
) STRICT;
`;
