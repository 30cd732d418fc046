import { realpathSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { swapTarget } from '../../index.ts'
import type { DiskListing } from '../../index.ts'
import { folderEntries } from './folder-entries.ts'
import { pathKind } from './path-kind.ts'

/** Files that may belong to a video that was opened alone. */
const BESIDE_VIDEO = /\.(?:csv|jsonl|json|yaml)$/i

/**
 * Lists a recording's folder, and the folders directly below it, as the page would if its browser hid
 * nothing.
 * @param folder absolute, without links
 * @param isBesideVideo whether only the files beside a video matter. Default false
 * @param unlisted a folder directly below whose files are known. Default none
 */
export function listDisk(folder: string, isBesideVideo = false, unlisted?: string): DiskListing {
  const listing: DiskListing = { paths: [], links: [], otherLinks: [] }
  if (unlisted !== undefined) listing.unlisted = unlisted
  for (const entry of readEntries(folder)) {
    const { name } = entry
    if (entry.isSymbolicLink() || entry.isFile()) {
      if (!isBesideVideo || BESIDE_VIDEO.test(name)) add(entry, name)
    } else if (entry.isDirectory() && !isBesideVideo) {
      listing.paths.push(`${name}/`)
      if (name === unlisted) continue
      for (const inner of readEntries(join(folder, name))) {
        if (inner.isSymbolicLink() || inner.isFile()) add(inner, `${name}/${inner.name}`)
      }
    }
  }
  return listing

  function add(entry: Dirent, path: string): void {
    const file = entry.isSymbolicLink() ? followLink(folder, path) : null
    const isFolder = entry.isSymbolicLink() && pathKind(join(folder, path)) === 'folder'
    const shown = isFolder ? `${path}/` : path
    listing.paths.push(shown)
    if (file !== null) listing.links.push([path, file])
    else if (entry.isSymbolicLink()) listing.otherLinks.push(shown)
  }
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

/** Hidden files do not belong to a recording, and swap files are of a browser. */
function readEntries(folder: string): Dirent[] {
  return folderEntries(folder).filter(
    ({ name }) => !name.startsWith('.') && swapTarget(name) === null,
  )
}
