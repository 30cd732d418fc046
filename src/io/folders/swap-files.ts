/** Chromium collects the content of a file in another one, of this name, until it is complete. */
const SWAP_ENDING = /(?:\.\d+)?\.crswap$/

export function isSwapName(name: string): boolean {
  return SWAP_ENDING.test(name)
}

/**
 * Removes what a browser that ended in the middle of a write has left beside some files.
 * @param isOwn tells these files by their names; the swap files of others are not touched
 */
export async function removeSwapFiles(
  folder: FileSystemDirectoryHandle,
  isOwn: (name: string) => boolean,
): Promise<void> {
  const left: string[] = []
  for await (const name of folder.keys()) {
    if (isSwapName(name) && isOwn(name.replace(SWAP_ENDING, ''))) left.push(name)
  }
  for (const name of left) {
    try {
      await folder.removeEntry(name)
    } catch {
      // It is in use, or gone.
    }
  }
}
