import { privateRoot } from './private-root.ts'

const PREFIX = 'overlane-download'

/** Each page has its own folder, so that a run in one tab keeps the ZIP of another one. */
const ownName = `${PREFIX}-${crypto.randomUUID()}`
let isOwnLocked = false

/**
 * An empty folder for a file to download, in the origin's private file system. It stays as long as
 * the page. The folders of closed pages are removed.
 * @throws OverlaneError `output-invalid` if the browser has no such file system
 */
export async function emptyDownloadFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await privateRoot()
  if (!isOwnLocked) await lockOwn()
  const { held = [] } = await navigator.locks.query()
  const inUse = new Set(held.map(({ name }) => name))
  const names: string[] = []
  for await (const name of root.keys()) names.push(name)
  for (const name of names) {
    const isForgotten = name.startsWith(PREFIX) && !inUse.has(name)
    if (isForgotten || name === ownName) await root.removeEntry(name, { recursive: true })
  }
  return root.getDirectoryHandle(ownName, { create: true })
}

/** The lock is held until the page is gone. It tells other pages that the folder is in use. */
function lockOwn(): Promise<void> {
  return new Promise((resolve) => {
    void navigator.locks.request(ownName, () => {
      isOwnLocked = true
      resolve()
      return new Promise<never>(() => undefined)
    })
  })
}
