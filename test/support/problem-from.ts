/** What was thrown. @throws {Error} when nothing was */
export async function problemFrom(attempt: Promise<unknown>): Promise<unknown> {
  let thrown: unknown;
  try {
    await attempt;
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) throw new Error('this should have been refused');
  return thrown;
}
