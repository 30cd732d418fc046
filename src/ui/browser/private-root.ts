import { OverlaneError } from '../../index.ts'

/**
 * The folder that the browser has for this page alone, whose files can be written in pieces. Null if it
 * has none: WebKit on Linux has none, and neither have private windows of some browsers.
 */
export async function findPrivateRoot(): Promise<FileSystemDirectoryHandle | null> {
  const isKnown =
    'storage' in navigator &&
    'getDirectory' in navigator.storage &&
    'createWritable' in FileSystemFileHandle.prototype
  return isKnown ? navigator.storage.getDirectory().catch(() => null) : null
}

/**
 * The same folder.
 * @throws OverlaneError `output-invalid` if the browser has none
 */
export async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  const root = await findPrivateRoot()
  if (root) return root
  throw new OverlaneError('output-invalid', {
    subject: 'This browser',
    fault: 'has no place where a page may keep files while it works',
    remedy:
      'Here you can open a folder or a video and render frames as a ZIP. For videos and the sample drive, use Chrome, Edge or Firefox, and no private window.',
  })
}
