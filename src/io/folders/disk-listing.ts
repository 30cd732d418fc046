import { isBookkeeping } from './manifest-files.ts'

/**
 * What the operating system lists in a folder and in the folders directly below it, of which a browser
 * shows only a part. Plain data; hidden files, whose names begin with a full stop, are not in it.
 */
export interface DiskListing {
  /** Paths of files, folders and links. What is a folder, or leads to one, ends with a slash. */
  paths: string[]
  /** Links to files inside the recording: their paths, and the paths of the files. */
  links: [link: string, file: string][]
  /** Paths of all other links. */
  otherLinks: string[]
  /** A folder whose files are not listed, because they are known. */
  unlisted?: string
}

/** Names that every browser shows; not those that mean something to Windows. */
const PLAIN_NAME =
  /^(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)\w[\w-]{0,100}\.(?:png|jpe?g|webp|csv|jsonl?|yaml)$/i

/**
 * The folders below a recording's own whose files a browser surely shows: with plain names, and none of
 * them a link. It needs half a minute to list a million files, and the system has listed them already.
 * @returns names by folder
 */
export function plainFolders(disk: DiskListing | null): Map<string, string[]> {
  const folders = new Map<string, string[]>()
  const others = new Set<string>()
  for (const path of disk?.paths ?? []) {
    const end = path.indexOf('/')
    if (end === -1 || end === path.length - 1) continue
    const folder = path.slice(0, end)
    const name = path.slice(end + 1)
    if (!PLAIN_NAME.test(name) || isBookkeeping(name)) {
      others.add(folder)
    } else {
      const names = folders.get(folder)
      if (names) names.push(name)
      else folders.set(folder, [name])
    }
  }
  for (const [link] of disk?.links ?? []) others.add(link.slice(0, link.indexOf('/')))
  for (const link of disk?.otherLinks ?? []) others.add(link.slice(0, link.indexOf('/')))
  for (const folder of others) folders.delete(folder)
  return folders
}
