/** Lets a fuzz test report its counts, which `npm run fuzz:codecs` prints. */
declare module 'vitest' {
  interface TaskMeta {
    figures?: Readonly<Record<string, number>>
  }
}

export {}
