import { OverlaneError } from '../../index.ts'

/** Whether the browser has a folder for this page alone, whose files can be written in pieces. */
export function hasPrivateRoot(): boolean {
  return (
    'storage' in navigator &&
    'getDirectory' in navigator.storage &&
    'createWritable' in FileSystemFileHandle.prototype
  )
}

/**
 * The folder that the browser has for this page alone.
 * @throws OverlaneError `output-invalid` if it has none
 */
export async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  if (hasPrivateRoot()) return navigator.storage.getDirectory()
  throw new OverlaneError('output-invalid', {
    subject: 'This browser',
    fault: 'has no place where a page may keep files while it works',
    remedy:
      'Here you can open a folder or a video and render frames as a ZIP. For videos and the sample drive, use Chrome, Edge or Firefox.',
  })
}
