/** Chromium collects the content of a file in another one, of this name, until it is complete. */
const SWAP_ENDING = /(?:\.\d+)?\.crswap$/

/** The names of a file's first swap files. There is a second one if the first could not be removed. */
export function swapNames(name: string): string[] {
  return [`${name}.crswap`, `${name}.1.crswap`]
}

/** The name of the file that a swap file is of; null for any other file. */
export function swapTarget(name: string): string | null {
  return SWAP_ENDING.test(name) ? name.replace(SWAP_ENDING, '') : null
}
