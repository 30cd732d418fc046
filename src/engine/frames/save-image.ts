import { xxhash32Text } from '../../codec/xxhash32.ts'
import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { WrittenImage } from './frame-task.ts'

/** A virus scanner or a network drive may hold a new file for a moment. */
const RETRY_DELAY_MS = 200

/**
 * Writes the image of a frame. If that fails, it tries once more.
 * @throws OverlaneError `write-failed`
 */
export async function saveImage(
  output: Directory,
  { outputName, frameIndex }: Pick<FrameJob, 'outputName' | 'frameIndex'>,
  image: Blob | Uint8Array<ArrayBuffer>,
): Promise<WrittenImage> {
  try {
    const bytes = image instanceof Blob ? new Uint8Array(await image.arrayBuffer()) : image
    try {
      await output.writeFile(outputName, bytes)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS))
      await output.writeFile(outputName, bytes)
    }
    return { sizeBytes: bytes.length, xxh32: xxhash32Text(bytes) }
  } catch (thrown) {
    throw new OverlaneError(
      'write-failed',
      `${outputName} could not be written to "${output.name}": ${describeThrown(thrown)}`,
      { file: outputName, frameIndex },
      { cause: thrown },
    )
  }
}
