const works = new Set<() => void>()

/**
 * Has something done when the process ends, however that comes about: the browser writes nothing any
 * more then.
 * @returns takes it back
 */
export function atExit(work: () => void): () => void {
  works.add(work)
  return () => works.delete(work)
}

/** Ends the process at once. */
export function exitNow(exitCode: number): never {
  // Whoever listens first is called first: Playwright, which ends the browser, listens already.
  process.once('exit', () => {
    for (const work of works) work()
  })
  process.exit(exitCode)
}
