import { opendirSync, realpathSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isPlainName, swapTarget } from '../../index.ts'
import type { DiskListing } from '../../index.ts'
import { pathKind } from './path-kind.ts'

/** Files that may belong to a video that was opened alone. */
const BESIDE_VIDEO = /\.(?:csv|jsonl|json|yaml)$/i

/** Entries of a folder that are asked for at a time. */
const ENTRIES_AT_ONCE = 1000

/**
 * Lists a recording's folder, and the folders directly below it, as the page would if its browser hid
 * nothing.
 * @param folder absolute, without links
 * @param isBesideVideo whether only the files beside a video matter. Default false
 * @param unlisted a folder directly below whose files are known. Default none
 */
export function listDisk(folder: string, isBesideVideo = false, unlisted?: string): DiskListing {
  const listing: DiskListing = { paths: [], plain: [], links: [], otherLinks: [] }
  if (unlisted !== undefined) listing.unlisted = unlisted
  for (const entry of readEntries(folder)) {
    const { name } = entry
    if (entry.isSymbolicLink() || entry.isFile()) {
      if (!isBesideVideo || BESIDE_VIDEO.test(name)) add(entry, name)
    } else if (entry.isDirectory() && !isBesideVideo) {
      listing.paths.push(`${name}/`)
      if (name !== unlisted) addFolder(name)
    }
  }
  return listing

  function addFolder(name: string): void {
    const files = readEntries(join(folder, name)).filter(isFileOrLink)
    const isPlain = files.every((file) => file.isFile() && isPlainName(file.name))
    if (isPlain && files.length > 0) listing.plain.push([name, files.map((file) => file.name)])
    else for (const file of files) add(file, `${name}/${file.name}`)
  }

  function add(entry: Dirent, path: string): void {
    const file = entry.isSymbolicLink() ? followLink(folder, path) : null
    const isFolder = entry.isSymbolicLink() && pathKind(join(folder, path)) === 'folder'
    const shown = isFolder ? `${path}/` : path
    listing.paths.push(shown)
    if (file !== null) listing.links.push([path, file])
    else if (entry.isSymbolicLink()) listing.otherLinks.push(shown)
  }
}

/** Names of the files and links in a folder, as `listDisk` has them. */
export function listNames(folder: string): string[] {
  return readEntries(folder)
    .filter(isFileOrLink)
    .map(({ name }) => name)
}

function isFileOrLink(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink()
}

/** The path inside the folder of the file that a link leads to. Null if it leads elsewhere. */
function followLink(folder: string, link: string): string | null {
  try {
    const target = realpathSync(join(folder, link))
    const path = relative(folder, target)
    const isInside = path !== '' && path.split(sep)[0] !== '..' && join(folder, path) === target
    return isInside && statSync(target).isFile() ? path.split(sep).join('/') : null
  } catch {
    // The link leads nowhere, or the links form a loop.
    return null
  }
}

/**
 * In the order of the disk: to sort a million names takes as long as to list them. Hidden files do not
 * belong to a recording, and swap files are of a browser.
 * @returns none if the folder is gone or cannot be read
 */
function readEntries(folder: string): Dirent[] {
  const entries: Dirent[] = []
  try {
    const opened = opendirSync(folder, { bufferSize: ENTRIES_AT_ONCE })
    try {
      for (let entry = opened.readSync(); entry; entry = opened.readSync()) {
        const { name } = entry
        if (!name.startsWith('.') && swapTarget(name) === null) entries.push(entry)
      }
    } finally {
      opened.closeSync()
    }
  } catch {
    return []
  }
  return entries
}
