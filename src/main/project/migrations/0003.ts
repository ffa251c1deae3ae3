// Version 3: where a run's weights came from, and epochs without a training loss: imported weights were trained elsewhere.
export const sql = `
-- In words: 'imported from unet.h5 (Keras model)', 'starts from unet 3, epoch 12'; empty for a run that began with weights of its own.
ALTER TABLE run ADD COLUMN origin TEXT NOT NULL DEFAULT '';

ALTER TABLE epoch RENAME COLUMN loss TO old_loss;
ALTER TABLE epoch ADD COLUMN loss REAL;
UPDATE epoch SET loss = old_loss;
ALTER TABLE epoch DROP COLUMN old_loss;
`;
