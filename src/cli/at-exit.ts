const works = new Set<() => void>()

/**
 * Does something when the process ends, whatever the reason. The browser has stopped writing by then.
 * @returns cancels it
 */
export function atExit(work: () => void): () => void {
  works.add(work)
  return () => works.delete(work)
}

/** Ends the process at once. */
export function exitNow(exitCode: number): never {
  // Listeners are called in their order. Playwright, which ends the browser, has its listener
  // already.
  process.once('exit', () => {
    for (const work of works) work()
  })
  process.exit(exitCode)
}
