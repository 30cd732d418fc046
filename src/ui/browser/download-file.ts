/** After this time the URL of the file is revoked. The browser has started the download by then. */
const KEEP_MS = 60_000

/** Downloads a file with the browser. */
export function downloadFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS)
}
