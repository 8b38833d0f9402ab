/** Lets everything else that waits for the event loop have its turn: for work in a loop that never waits for itself. */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
