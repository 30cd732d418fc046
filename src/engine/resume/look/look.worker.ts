import { HandleDirectory } from '../../../io/folders/handle-directory.ts'
import { lookAtFiles } from './look-at-files.ts'

/** What the worker is asked once. It answers with `Seen`, several times. */
export interface LookRequest {
  handle: FileSystemDirectoryHandle
  names: readonly string[]
}

addEventListener('message', ({ data: { handle, names } }: MessageEvent<LookRequest>) => {
  // What cannot be listed is listed again by the run, which then tells the reason.
  lookAtFiles(new HandleDirectory(handle), names, (seen) => postMessage(seen)).catch(
    () => undefined,
  )
})
