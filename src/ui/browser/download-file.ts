/** How long the browser is given to take a file before its address is withdrawn. */
const KEEP_MS = 60_000

/** Hands a file to the browser's downloads. */
export function downloadFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS)
}
