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
}
