let current = 'it started'

/**
 * Notes what is being done, for an error that nobody expected.
 * @param text ends a sentence: "Overlane failed while …"
 */
export function noteWork(text: string): void {
  current = text
}

/** Such as `the browser was started`. */
export function currentWork(): string {
  return current
}
