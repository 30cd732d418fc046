/** How long some work takes, in milliseconds, and its result. */
export async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const startMs = performance.now()
  const result = await work()
  return [performance.now() - startMs, result]
}
