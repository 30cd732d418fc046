import { isBookkeeping } from './manifest-files.ts'

/**
 * What the operating system lists in a folder and in the folders directly below it, of which a browser
 * shows only a part. Plain data; hidden files, whose names begin with a full stop, are not in it.
 */
export interface DiskListing {
  /** Paths of files, folders and links. What is a folder, or leads to one, ends with a slash. */
  paths: string[]
  /**
   * Folders below whose files a browser surely shows: with plain names, and none of them a link. Their
   * files are not in `paths`. A browser needs half a minute to list a million, and the system has listed
   * them already.
   */
  plain: [folder: string, names: string[]][]
  /** Links to files inside the recording: their paths, and the paths of the files. */
  links: [link: string, file: string][]
  /** Paths of all other links. */
  otherLinks: string[]
  /** A folder whose files are not listed, because they are known. */
  unlisted?: string
}

/** Not those that mean something to Windows. */
const PLAIN_NAME =
  /^(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)\w[\w-]{0,100}\.(?:png|jpe?g|webp|csv|jsonl?|yaml)$/i

/** Whether every browser shows a file of this name. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name) && !isBookkeeping(name)
}
