import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Directory } from '../folders/directory.ts'

/**
 * The bytes of a frame's file.
 * @param name inside the frames folder
 * @param source the frames folder, or the file itself
 * @throws OverlaneError `frame-unreadable`
 */
export async function readFrame(
  name: string,
  source: Directory | File,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = source instanceof File ? source : await source.openFile(name)
    return new Uint8Array(await file.arrayBuffer())
  } catch (thrown) {
    throw new OverlaneError(
      'frame-unreadable',
      { subject: name, fault: `cannot be read: ${describeThrown(thrown)}` },
      { file: name },
      { cause: thrown },
    )
  }
}
