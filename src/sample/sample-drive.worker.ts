import { OverlaneError } from '../core/errors.ts'
import { writeWhole } from '../io/folders/handle-directory.ts'
import { createFramePainter } from './picture/frame-painter.ts'
import type { Context } from './picture/view.ts'
import type { SampleDriveJob, SampleDriveOrder, SampleDriveReply } from './sample-drive.ts'

/** Draws and encodes one frame. */
type FrameMaker = (frameIndex: number) => Promise<Blob>

let job: SampleDriveJob | null = null
let makeFrame: FrameMaker | null = null
/**
 * Resolves when the latest frame is drawn and encoded. Then the next one is drawn, while the latest
 * is still being written.
 */
let made: Promise<unknown> = Promise.resolve()

self.onmessage = ({ data: order }: MessageEvent<SampleDriveOrder>) => {
  if (order.kind === 'start') {
    job = order.job
    return
  }
  const frame = made.then(() => produce(order.frameIndex))
  // The caller gets the failure of this frame. The next frame only waits for its end.
  made = frame.catch(() => null)
  frame
    .then((blob) => write(order.fileName, blob))
    .then(() => reply({ kind: 'written' }))
    .catch((thrown: unknown) => {
      const { code, message } = OverlaneError.from(thrown, 'worker-failed')
      reply({ kind: 'failed', code, message })
    })
}

function produce(frameIndex: number): Promise<Blob> {
  makeFrame ??= createFrameMaker(startedJob())
  return makeFrame(frameIndex)
}

async function write(fileName: string, blob: Blob): Promise<void> {
  try {
    await writeWhole(startedJob().folder, fileName, blob)
  } catch (thrown) {
    throw OverlaneError.from(thrown, 'write-failed', { file: fileName })
  }
}

function startedJob(): SampleDriveJob {
  if (!job) throw new Error('The worker was given a frame before its job.')
  return job
}

function createFrameMaker({ scene, format }: SampleDriveJob): FrameMaker {
  const canvas = new OffscreenCanvas(scene.widthPx, scene.heightPx)
  const context: Context | null = canvas.getContext('2d', {
    willReadFrequently: true,
    alpha: false,
  })
  if (!context) throw new Error('This browser cannot draw in a worker.')
  const paint = createFramePainter(scene)
  return (frameIndex) => {
    paint(context, frameIndex)
    return canvas.convertToBlob({ type: `image/${format}`, quality: 0.92 })
  }
}

function reply(message: SampleDriveReply): void {
  self.postMessage(message)
}
