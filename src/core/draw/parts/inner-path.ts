/**
 * Why a path cannot be one of a file inside the recording; null if it can.
 * @param what `an image`
 * @param example a file name
 */
export function pathFault(path: string, what: string, example: string): string | null {
  if (path === '') return `choose ${what} of the recording, such as ${example}.`
  const isInside = path.split('/').every((name) => !['', '.', '..'].includes(name))
  if (isInside && !/[\\:]/.test(path)) return null
  return `"${path}" is no path inside the recording, such as ${example} or graphics/${example}.`
}
