/** Reads damaged text files with nothing of what Overlane reads them with. */

/** The lines of a file in UTF-8, or in UTF-16 where every other byte is zero; any line ends. */
export function plainLines(bytes: Uint8Array): string[] {
  return textOf(Buffer.from(bytes))
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
}

function textOf(bytes: Buffer): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return evenOf(bytes).toString('utf16le')
  if (a === 0xfe && b === 0xff) return evenOf(bytes).swap16().toString('utf16le')
  const zeros = [0, 0]
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const MANY = bytes.length / 4
  if (odd > MANY) return evenOf(bytes).toString('utf16le')
  if (even > MANY) return evenOf(bytes).swap16().toString('utf16le')
  return bytes.toString('utf8')
}

function evenOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
}

/** How many records problems say were left out or taken for something else, by their messages. */
export function leftOutCount(problems: readonly { message: string }[]): number {
  return problems.reduce((sum, { message }) => {
    if (/has no record with a time|has no usable row|is missing \(it has/.test(message)) {
      return Infinity
    }
    // The only row was taken for the header.
    if (message.includes('has no records')) return sum + 1
    const told = /(?:is left out|are read as text of the cell); ([\d,]+) of/.exec(message)?.[1]
    return sum + Number((told ?? '0').replaceAll(',', ''))
  }, 0)
}
