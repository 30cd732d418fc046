import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Directory } from '../folders/directory.ts'

/** A frame's file as it was read. */
export interface FrameFile {
  bytes: Uint8Array<ArrayBuffer>
  /** Unix epoch. */
  modifiedMs: number
}

/**
 * Reads a frame's file.
 * @param name inside the frames folder
 * @param source the frames folder, or the file itself
 * @throws OverlaneError `frame-unreadable`
 */
export async function readFrame(name: string, source: Directory | File): Promise<FrameFile> {
  try {
    const file = source instanceof File ? source : await source.openFile(name)
    return { bytes: new Uint8Array(await file.arrayBuffer()), modifiedMs: file.lastModified }
  } catch (thrown) {
    throw new OverlaneError(
      'frame-unreadable',
      { subject: name, fault: `cannot be read: ${describeThrown(thrown)}` },
      { file: name },
      { cause: thrown },
    )
  }
}
