/** Reason for ending a wait that nobody needs any more: one for all, because a stack trace for each costs more than it says. */
export const noLongerNeeded = new Error('no longer needed');

/** Lets everything else that waits for the event loop have its turn: for work in a loop that never waits for itself. */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
