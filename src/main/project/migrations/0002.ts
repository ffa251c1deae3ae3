// Version 2: what a run really ran on, word by word (device, kind, path, precision), and what a step of an epoch took.
// Before, a device was written 'AMD EPYC, 2 cores (CPU, eager)', and everything was computed in float32.
export const sql = `
ALTER TABLE run ADD COLUMN device_kind TEXT CHECK (device_kind IN ('CPU', 'GPU'));
ALTER TABLE run ADD COLUMN path TEXT CHECK (path IN ('graph', 'eager'));
ALTER TABLE run ADD COLUMN precision TEXT CHECK (precision IN ('float32', 'bfloat16'));
UPDATE run
SET device = substr(device, 1, length(device) - 13), device_kind = substr(device, -11, 3), path = substr(device, -6, 5), precision = 'float32'
WHERE device LIKE '% (_PU, eager)' OR device LIKE '% (_PU, graph)';

-- Means over the epoch's steps: computing, and waiting for data. NULL where they were not measured.
ALTER TABLE epoch ADD COLUMN step_seconds REAL;
ALTER TABLE epoch ADD COLUMN wait_seconds REAL;
`;
