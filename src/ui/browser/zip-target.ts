import { emptyPrivateFolder } from './folder-access.ts'

/** Where a ZIP goes while it is made. */
export interface ZipTarget {
  name: string
  stream: WritableStream<Uint8Array>
  /** The whole file, where the browser has not put it in its place itself. */
  finishedFile(): Promise<File | null>
  /** Nothing came of it: lets go of the file without a trace, where the run has not done so. */
  discard(): Promise<void>
}

const SCRATCH_FOLDER = 'overlane-download'

/**
 * A file the reader picks, or where browsers cannot do that, one in the origin's private file
 * system that is offered as a download when it is done. Neither is held in memory.
 * @returns null where the reader closes the dialog
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
