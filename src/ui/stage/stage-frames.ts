import { loadFrame } from '../../index.ts'
import type { RecordingFolder } from '../../index.ts'
import { FramesAround } from './frames-around.ts'

/** What they take of the memory: 20 frames of 1080p. */
const MOST_BYTES = 170e6
const MOST_FRAMES = 30
const BYTES_PER_PIXEL = 4

/** The frames around the one on the stage. Null if there are none. */
export function framesAroundStage(recording: RecordingFolder): FramesAround<ImageBitmap> | null {
  const { source, frames } = recording
  if (!source) return null
  const frameBytes = Math.max(1, source.widthPx * source.heightPx * BYTES_PER_PIXEL)
  // A reader of its own: a frame that is jumped to does not wait for these.
  const video = recording.video?.fork() ?? null
  const load = async (position: number): Promise<ImageBitmap | null> => {
    const frame = frames[position]
    if (!frame || frame.fileName === null) return null
    // The stage says what is wrong with a frame, when it is there.
    return loadFrame({ ...recording, video }, frame).catch(() => null)
  }
  return new FramesAround(
    {
      frameCount: frames.length,
      load,
      rest: () => video?.rest(),
      close: async () => video?.close(),
    },
    Math.min(MOST_FRAMES, Math.floor(MOST_BYTES / frameBytes)),
  )
}
