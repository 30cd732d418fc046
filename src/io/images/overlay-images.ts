import { OverlaneError } from '../../core/errors.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import { formatSize } from '../../core/text/format-size.ts'
import type { Recording } from '../../core/recording/recording.ts'
import { openPath } from '../folders/directory.ts'
import type { Directory } from '../folders/directory.ts'
import { decodeImage, readImageHeader } from './image-file.ts'

/** Every worker has a copy of the pixels, 4 bytes each. */
const MOST_PX = 4096
const MOST_BYTES = 1 << 25

/**
 * Reads and decodes images inside a recording. Of one that cannot be drawn, the result says why.
 * @param paths names between slashes; nothing outside the folder can be reached
 */
export async function readOverlayImages(
  directory: Directory,
  paths: readonly string[],
): Promise<Recording['images']> {
  const images = new Map<string, OverlayImageOrFault>()
  for (const path of paths) images.set(path, await readOne(directory, path))
  return images
}

type OverlayImageOrFault =
  Recording['images'] extends ReadonlyMap<string, infer Found> ? Found : never

async function readOne(directory: Directory, path: string): Promise<OverlayImageOrFault> {
  let file: File
  try {
    file = await openPath(directory, path)
  } catch {
    return { fault: `there is no ${path} in the recording.` }
  }
  if (file.size > MOST_BYTES) {
    return { fault: `${path} has ${formatQuantity(file.size, 'byte')}, expected 32 MiB at most.` }
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const size = await readImageHeader(bytes, path)
    if (Math.max(size.widthPx, size.heightPx) > MOST_PX) {
      return { fault: `${path} is ${formatSize(size)}, expected ${MOST_PX} px at most.` }
    }
    const bitmap = await decodeImage(bytes, path)
    return { widthPx: bitmap.width, heightPx: bitmap.height, bitmap }
  } catch (thrown) {
    const { fault } = OverlaneError.from(thrown, 'frame-unreadable').toProblem()
    return { fault: `${path} ${fault}` }
  }
}
