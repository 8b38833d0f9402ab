/** Another seed that follows from this one. */
export const seedOf = (seed: number, n: number): number => Math.imul(seed ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);
