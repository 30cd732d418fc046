import { OverlaneError } from '../../index.ts'
import { emptyDownloadFolder } from './download-folder.ts'
import { findPrivateRoot } from './private-root.ts'

/** Where a ZIP is written. */
export interface ZipTarget {
  name: string
  stream: WritableStream<Uint8Array>
  /** The complete file. */
  finishedFile(): Promise<File>
  /** Whether the file is where the user wants it. If not, the page offers it as a download. */
  isInPlace: boolean
  /** The run failed: discards the file, if the run has not done so. */
  discard(): Promise<void>
}

/**
 * Opens a file that the user picks. If the browser cannot do that, the file is in the origin's private
 * file system and is offered as a download at the end. The ZIP is not held in memory, except in a browser
 * that has no such file system.
 * @returns null if the user closes the dialog
 * @throws OverlaneError `busy` if a run in another tab writes the file
 */
export async function openZipTarget(name: string): Promise<ZipTarget | null> {
  if ('showSaveFilePicker' in globalThis) {
    try {
      const handle = await showSaveFilePicker({
        id: 'overlane-output',
        suggestedName: name,
        types: [{ description: 'ZIP archive', accept: { 'application/zip': ['.zip'] } }],
      })
      const stream = await openAlone(handle)
      return {
        name: handle.name,
        stream,
        finishedFile: () => handle.getFile(),
        isInPlace: true,
        discard: () => discard(stream),
      }
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return null
      throw thrown
    }
  }
  if (!(await findPrivateRoot())) return inMemory(name)
  const folder = await emptyDownloadFolder()
  const handle = await folder.getFileHandle(name, { create: true })
  const stream = await handle.createWritable()
  return {
    name,
    stream,
    finishedFile: () => handle.getFile(),
    isInPlace: false,
    discard: () => discard(stream),
  }
}

/** The pieces are Blobs, which the browser may keep on the disk. */
function inMemory(name: string): ZipTarget {
  const pieces: Blob[] = []
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (chunk) => void pieces.push(new Blob([chunk])),
  })
  return {
    name,
    stream,
    finishedFile: () => Promise.resolve(new File(pieces, name, { type: 'application/zip' })),
    isInPlace: false,
    discard: () => discard(stream),
  }
}

/** Only one stream at a time. Otherwise two tabs could write the file, and the last one would win. */
async function openAlone(handle: FileSystemFileHandle): Promise<FileSystemWritableFileStream> {
  const alone: FileSystemCreateWritableOptions & { mode: 'exclusive' } = { mode: 'exclusive' }
  try {
    return await handle.createWritable(alone)
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'NoModificationAllowedError')
      throw thrown
    throw new OverlaneError('busy', {
      subject: `The file "${handle.name}"`,
      fault: 'is in use: a run in another tab writes it',
      remedy: 'Wait until that run ends, cancel it, or choose another file.',
    })
  }
}

async function discard(stream: Pick<WritableStream, 'abort'>): Promise<void> {
  try {
    await stream.abort()
  } catch {
    // The run has closed or aborted it already.
  }
}
