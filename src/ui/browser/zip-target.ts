import { emptyPrivateFolder } from './folder-access.ts'

/** Where a ZIP is written. */
export interface ZipTarget {
  name: string
  stream: WritableStream<Uint8Array>
  /** The complete file, if the page must offer it as a download; null if it is already in its place. */
  finishedFile(): Promise<File | null>
  /** The run failed: discards the file, if the run has not done so. */
  discard(): Promise<void>
}

const SCRATCH_FOLDER = 'overlane-download'

/**
 * Opens a file that the user picks. If the browser cannot do that, the file is in the origin's private
 * file system and is offered as a download at the end. The ZIP is never held in memory.
 * @returns null if the user closes the dialog
 */
export async function openZipTarget(name: string): Promise<ZipTarget | null> {
  if ('showSaveFilePicker' in globalThis) {
    try {
      const handle = await showSaveFilePicker({
        id: 'overlane-output',
        suggestedName: name,
        types: [{ description: 'ZIP archive', accept: { 'application/zip': ['.zip'] } }],
      })
      const stream = await handle.createWritable()
      return {
        name: handle.name,
        stream,
        finishedFile: () => Promise.resolve(null),
        discard: () => discard(stream),
      }
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return null
      throw thrown
    }
  }
  const folder = await emptyPrivateFolder(SCRATCH_FOLDER)
  const handle = await folder.getFileHandle(name, { create: true })
  const stream = await handle.createWritable()
  return {
    name,
    stream,
    finishedFile: () => handle.getFile(),
    discard: () => discard(stream),
  }
}

async function discard(stream: WritableStream<Uint8Array>): Promise<void> {
  try {
    await stream.abort()
  } catch {
    // The run has closed or aborted it already.
  }
}
