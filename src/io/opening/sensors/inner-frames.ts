import { problem } from '../../../core/errors.ts'
import type { ImageFormat } from '../../../core/recording/image-format.ts'
import { parsePattern } from '../../../core/recording/frame-pattern.ts'
import type { Directory, DirectoryEntry } from '../../folders/directory.ts'
import type { FrameStore } from '../../imports/frame-store.ts'
import { numberFrames, noFrames } from '../find-frames.ts'
import type { FoundFrames } from '../found-frames.ts'
import type { Opening } from '../opening.ts'
import type { FoundLogs } from './found-logs.ts'

const ENDINGS: Readonly<Partial<Record<ImageFormat, string>>> = { jpeg: '.jpg' }

type InnerImages = FoundLogs['frames'][number]
type InnerVideo = FoundLogs['videos'][number]

/**
 * The frames inside a log, where the recording has no other: those that are named, else those of
 * which there are most. A problem says where there are none, or more than one kind.
 * @param isTold why there are no frames was told before
 */
export async function findInnerFrames(
  opening: Opening,
  { frames, videos, formats }: Pick<FoundLogs, 'frames' | 'videos' | 'formats'>,
  isTold: boolean,
  openVideo: (video: InnerVideo) => Promise<FoundFrames | null>,
): Promise<FoundFrames | null> {
  const { config, problems } = opening
  const named = config.recording.frames
  const placeOf = ({ path, name }: InnerImages | InnerVideo): string => `${path}/${name}`
  const fitting = [...frames, ...videos].filter(
    (each) => named === null || named === each.path || named === placeOf(each),
  )
  const countOf = ({ timesMs }: InnerImages | InnerVideo): number => timesMs.length
  const [best, ...others] = [...fitting].sort((a, b) => countOf(b) - countOf(a))
  if (!best) {
    if (isTold) return null
    if (named === null) problems.push(problem('error', 'no-frames', noFrames(opening, formats)))
    else {
      const key = 'recording.frames'
      const fault = `there are no images and no video in ${named}.`
      problems.push(problem('error', 'no-frames', { subject: key, fault }, { key }))
    }
    return null
  }
  if (others.length > 0) {
    const told = {
      fault: `There are ${fitting.length} streams of images: ${placeOf(best)} is used, ${others.map(placeOf).join(', ')} not.`,
      remedy: { set: 'recording.frames', purpose: 'to use another' },
    }
    problems.push(problem('warning', 'frame-name', told, { file: best.path }))
  }
  return 'formatName' in best ? openVideo(best) : openImages(best)
}

async function openImages(images: InnerImages): Promise<FoundFrames> {
  const { path, name, timesMs } = images
  const directory = new StoredImages(images)
  const pattern = parsePattern(directory.pattern, 'recording.pattern')
  const found = await numberFrames(directory, `${path}/${name}`, directory.names, pattern)
  return { ...found, inner: { directory, timesMs, file: path } }
}

/** The images of a log as a folder that can only be read. */
class StoredImages implements Directory {
  readonly name: string
  readonly handle = null
  readonly pattern: string
  readonly names: string[]
  private readonly file: File
  private readonly store: FrameStore
  private readonly indexOf: ReadonlyMap<string, number>

  constructor({ name, format, file, timesMs, store }: InnerImages) {
    const ending = ENDINGS[format] ?? `.${format}`
    this.name = name
    this.pattern = `frame_{:06d}${ending}`
    this.names = Array.from(
      timesMs,
      (_, index) => `frame_${String(index).padStart(6, '0')}${ending}`,
    )
    this.file = file
    this.store = store
    this.indexOf = new Map(this.names.map((each, index) => [each, index]))
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous
  async *list(): AsyncIterable<DirectoryEntry> {
    for (const name of this.names) yield { name, kind: 'file' }
  }

  async openFile(name: string): Promise<File> {
    const index = this.indexOf.get(name)
    if (index === undefined) throw absent(name)
    const { readStoredImage } = await import('../../imports/mcap/media/read-image.ts')
    const image = await readStoredImage(this.file, this.store, index)
    return new File([image], name, { lastModified: this.file.lastModified })
  }

  openDirectory(name: string): Promise<Directory> {
    return Promise.reject(absent(name))
  }

  writeFile(name: string): Promise<void> {
    return Promise.reject(absent(name))
  }

  removeFile(name: string): Promise<void> {
    return Promise.reject(absent(name))
  }
}

function absent(name: string): DOMException {
  return new DOMException(`There is no "${name}" in the log.`, 'NotFoundError')
}
