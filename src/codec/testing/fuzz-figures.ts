/** Lets a fuzz test hand over what it counted; `npm run fuzz:codecs` prints it. */
declare module 'vitest' {
  interface TaskMeta {
    figures?: Readonly<Record<string, number>>
  }
}

export {}
