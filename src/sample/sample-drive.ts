import { OverlaneError } from '../core/errors.ts'
import type { ProblemCode } from '../core/errors.ts'
import type { Directory } from '../io/folders/directory.ts'
import { writeWhole } from '../io/folders/handle-directory.ts'
import type { SampleScene, SampleSceneOptions } from './scene.ts'

export interface SampleDriveOptions extends SampleSceneOptions {
  /** The format of the frames. Default `png`. */
  format?: 'png' | 'jpeg'
  /** Stops the work at once; the promise then rejects with the signal's reason. */
  signal?: AbortSignal
  /** Called for every frame that has been written. */
  onProgress?: (doneCount: number, totalCount: number) => void
}

/** What a worker gets once. */
export interface SampleDriveJob {
  scene: SampleScene
  format: 'png' | 'jpeg'
  folder: FileSystemDirectoryHandle
}

/** A message to a worker: first its job, then one frame after another. */
export type SampleDriveOrder =
  { kind: 'start'; job: SampleDriveJob } | { kind: 'frame'; frameIndex: number; fileName: string }

export type SampleDriveReply =
  { kind: 'written' } | { kind: 'failed'; code: ProblemCode; message: string }

/** So that a worker can draw one frame while it writes another. */
const ORDERS_PER_WORKER = 2

/**
 * Writes a generated recording into an empty folder: frames, their times, a speed log, a target log
 * and a camera calibration, in the forms that `openRecording` reads. The logs are written last, so
 * a drive is complete if it has a `timestamps.csv`.
 * @param directory a folder with a handle: picked, dropped, or from the origin's private file
 * system
 * @throws OverlaneError `output-invalid` if the folder has no handle, `write-failed` or
 * `worker-failed` if a frame could not be made
 */
export async function createSampleDrive(
  directory: Directory,
  options: SampleDriveOptions = {},
): Promise<void> {
  const { handle } = directory
  if (!handle) {
    throw new OverlaneError(
      'output-invalid',
      `The sample drive cannot be written into "${directory.name}": the browser does not allow writing there.`,
    )
  }
  // Most pages make no drive.
  const [{ createSampleScene }, { sampleDriveLogs }] = await Promise.all([
    import('./scene.ts'),
    import('./logs.ts'),
  ])
  options.signal?.throwIfAborted()
  const scene = createSampleScene(options)
  const framesFolder = await openFramesFolder(handle)
  options.signal?.throwIfAborted()
  await writeFrames(scene, framesFolder, options)
  const logFiles: [name: string, text: string][] = Object.entries(sampleDriveLogs(scene))
  for (const [name, text] of logFiles.toReversed()) {
    options.signal?.throwIfAborted()
    await writeWhole(handle, name, text).catch((thrown: unknown) => {
      throw OverlaneError.from(thrown, 'write-failed', { file: name })
    })
  }
}

async function openFramesFolder(
  handle: FileSystemDirectoryHandle,
): Promise<FileSystemDirectoryHandle> {
  try {
    return await handle.getDirectoryHandle('frames', { create: true })
  } catch (thrown) {
    throw OverlaneError.from(thrown, 'write-failed', { file: 'frames' })
  }
}

/** Workers take the next frame when they are free. */
function writeFrames(
  scene: SampleScene,
  folder: FileSystemDirectoryHandle,
  { format = 'png', signal, onProgress }: SampleDriveOptions,
): Promise<void> {
  const { frameCount } = scene
  if (frameCount === 0) return Promise.resolve()
  const workers: Worker[] = []
  let nextIndex = 0
  let doneCount = 0

  const tell = (worker: Worker, order: SampleDriveOrder): void => worker.postMessage(order)
  const orderNext = (worker: Worker): void => {
    if (nextIndex >= frameCount) return
    const frameIndex = nextIndex++
    tell(worker, { kind: 'frame', frameIndex, fileName: sampleFrameName(frameIndex, format) })
  }

  return new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      for (const worker of workers) {
        worker.terminate()
        // Replies that arrive later must not count as progress.
        worker.onmessage = null
      }
      signal?.removeEventListener('abort', abort)
    }
    const fail = (reason: unknown): void => {
      stop()
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason may be anything
      reject(reason)
    }
    const abort = (): void => fail(signal?.reason)
    signal?.addEventListener('abort', abort)

    const workerCount = Math.min(frameCount, navigator.hardwareConcurrency || 1)
    for (let index = 0; index < workerCount; index++) {
      const worker = new Worker(new URL('./sample-drive.worker.ts', import.meta.url), {
        type: 'module',
      })
      workers.push(worker)
      worker.onmessage = ({ data: reply }: MessageEvent<SampleDriveReply>) => {
        if (reply.kind === 'failed') {
          fail(
            new OverlaneError(reply.code, `The sample drive could not be made: ${reply.message}`),
          )
          return
        }
        doneCount++
        onProgress?.(doneCount, frameCount)
        if (doneCount < frameCount) orderNext(worker)
        else {
          stop()
          resolve()
        }
      }
      worker.onerror = ({ message }) => {
        const cause = message || 'its script could not be started'
        fail(new OverlaneError('worker-failed', `A worker of the sample drive failed: ${cause}.`))
      }
      tell(worker, { kind: 'start', job: { scene, format, folder } })
      for (let count = 0; count < ORDERS_PER_WORKER; count++) orderNext(worker)
    }
  })
}

/** The name of a frame inside `frames/`. */
export function sampleFrameName(frameIndex: number, format: 'png' | 'jpeg'): string {
  return `frame_${String(frameIndex).padStart(6, '0')}.${format === 'png' ? 'png' : 'jpg'}`
}
