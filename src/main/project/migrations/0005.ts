// Version 5: what the loop keeps: of runs, of decisions and of the queue.
export const sql = `
SELECT 1;
`;
