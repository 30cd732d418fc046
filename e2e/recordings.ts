/** Small recordings on disk, made from a seed. No test needs data files. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { randomUnit } from '../src/sample/seeded-random.ts'

export const START_MS = 1_761_525_000_000
export const FRAME_INTERVAL_MS = 33.333

/** The use of a random number. */
const Stream = { tint: 0, speed: 1, sway: 2 } as const

/** Converts a PNG to another format. */
export type Transcode = (png: Buffer, format: 'jpeg' | 'webp') => Promise<Buffer>

export interface RecordingOptions {
  /** Default 12. */
  frameCount?: number
  /** Default 320. */
  widthPx?: number
  /** Default 180. */
  heightPx?: number
  /** Default png. */
  format?: 'png' | 'jpeg' | 'webp'
  /** Default 1. Another seed gives other pictures and logs. */
  seed?: number
  /** Index of the first frame; default 0. */
  firstIndex?: number
  /** Folder of the frames inside the recording. Default '', the recording folder itself. */
  framesFolder?: string
  /** File name of a frame; default `frame_000012.png`. */
  nameOf?: (frameIndex: number, extension: string) => string
  /** Frames that have a time but no file. */
  missingIndexes?: readonly number[]
  /**
   * Content of files by path. It replaces a file of the recording or adds a new file. null leaves
   * the file out. Without this, a recording has its frames, `timestamps.csv`, `speed.jsonl`,
   * `targets.jsonl` and `camera_calibration.json`.
   */
  files?: Readonly<Record<string, string | Buffer | null>>
}

/** A recording on the disk and its content. */
export interface WrittenRecording {
  /** Absolute path. */
  path: string
  frameNames: string[]
  frameIndexes: number[]
  timestampsMs: number[]
}

/** Writes a recording into a folder. Creates the folder if it is missing. */
export async function writeRecording(
  path: string,
  options: RecordingOptions,
  transcode: Transcode,
): Promise<WrittenRecording> {
  const { frameCount = 12, widthPx = 320, heightPx = 180, format = 'png', seed = 1 } = options
  const { firstIndex = 0, framesFolder = '', nameOf = defaultName, missingIndexes = [] } = options
  const extension = format === 'jpeg' ? '.jpg' : `.${format}`
  const frameIndexes = Array.from({ length: frameCount }, (_, position) => firstIndex + position)
  const timestampsMs = frameIndexes.map((_, position) => START_MS + position * FRAME_INTERVAL_MS)
  const frameNames = frameIndexes.map((frameIndex) => nameOf(frameIndex, extension))

  const write = (name: string, content: string | Buffer): void => {
    const file = join(path, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  mkdirSync(join(path, framesFolder), { recursive: true })
  for (const [position, name] of frameNames.entries()) {
    const frameIndex = firstIndex + position
    if (missingIndexes.includes(frameIndex)) continue
    const png = encodePng(widthPx, heightPx, paintFrame(widthPx, heightPx, frameIndex, seed))
    write(join(framesFolder, name), format === 'png' ? png : await transcode(png, format))
  }
  const lastMs = timestampsMs.at(-1) ?? START_MS
  const files: Record<string, string | Buffer | null> = {
    'timestamps.csv': timestampsCsv(frameIndexes, timestampsMs),
    'speed.jsonl': speedLog(lastMs, seed),
    'targets.jsonl': targetsLog(lastMs, seed),
    'camera_calibration.json': calibrationJson(widthPx, heightPx),
    ...options.files,
  }
  for (const [name, content] of Object.entries(files)) if (content !== null) write(name, content)
  return { path, frameNames, frameIndexes, timestampsMs }
}

function defaultName(frameIndex: number, extension: string): string {
  return `frame_${String(frameIndex).padStart(6, '0')}${extension}`
}

function timestampsCsv(frameIndexes: number[], timestampsMs: number[]): string {
  const rows = timestampsMs.map((ms, position) => `${frameIndexes[position] ?? 0},${ms.toFixed(3)}`)
  return ['frame_index,timestamp_ms', ...rows, ''].join('\n')
}

/** 10 Hz, from the first frame to the last. */
function speedLog(lastMs: number, seed: number): string {
  const startSpeed = 60 + 30 * randomUnit(seed, Stream.speed)
  return jsonLines(lastMs, 100, (index) => {
    const speed = startSpeed + index / 2 + randomUnit(seed, Stream.speed, index + 1)
    return { speed: Number(speed.toFixed(2)) }
  })
}

/** 20 Hz. Two vehicles ahead sway a little. */
function targetsLog(lastMs: number, seed: number): string {
  return jsonLines(lastMs, 50, (index) => ({
    targets: [-4, 5].map((centreDeg, target) => {
      const sway = randomUnit(seed, Stream.sway + target, index) - 0.5
      return {
        id: target + 1,
        type: target === 0 ? 'car' : 'truck',
        distance_m: Number((25 + 10 * target + sway).toFixed(2)),
        angle_left: Number((centreDeg + 2 + sway).toFixed(3)),
        angle_right: Number((centreDeg - 2 + sway).toFixed(3)),
        angle_top: 1,
        angle_bottom: -2,
      }
    }),
  }))
}

function jsonLines(lastMs: number, intervalMs: number, record: (index: number) => object): string {
  let text = ''
  for (let index = 0; START_MS + index * intervalMs <= lastMs; index++) {
    const line = { timestamp_ms: START_MS + index * intervalMs, ...record(index) }
    text += `${JSON.stringify(line)}\n`
  }
  return text
}

function calibrationJson(widthPx: number, heightPx: number): string {
  const calibration = {
    image_width: widthPx,
    image_height: heightPx,
    camera_matrix: [
      [widthPx, 0, widthPx / 2],
      [0, widthPx, heightPx / 2],
      [0, 0, 1],
    ],
    distortion_coefficients: [0, 0, 0, 0, 0],
    rotation_vector: [0, 0, 0],
    translation_vector: [0, 0, 0],
  }
  return `${JSON.stringify(calibration, null, 2)}\n`
}

/** RGB rows: a gradient in the seed's colour, and a bright block at a place that the index sets. */
function paintFrame(widthPx: number, heightPx: number, frameIndex: number, seed: number): Buffer {
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map(
    (channel) => 60 * randomUnit(seed, Stream.tint, channel),
  )
  // The shade depends on the index too, so that neighbouring frames differ everywhere.
  const lighter = frameIndex % 64
  const blockPx = Math.max(2, Math.round(heightPx / 6))
  const blockLeft = (frameIndex * 7) % Math.max(1, widthPx - blockPx)
  const blockTop = (frameIndex * 3) % Math.max(1, heightPx - blockPx)
  const rgb = Buffer.alloc(widthPx * heightPx * 3)
  let offset = 0
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const shade = 40 + 80 * ((x / widthPx + y / heightPx) / 2)
      rgb[offset++] = Math.round(shade + red + lighter)
      rgb[offset++] = Math.round(shade + green + lighter)
      rgb[offset++] = Math.round(shade + blue + lighter)
    }
  }
  for (let y = blockTop; y < Math.min(heightPx, blockTop + blockPx); y++) {
    const right = Math.min(widthPx, blockLeft + blockPx)
    rgb.fill(250, (y * widthPx + blockLeft) * 3, (y * widthPx + right) * 3)
  }
  return rgb
}

function encodePng(widthPx: number, heightPx: number, rgb: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2], 8) // 8 bits per channel, RGB
  const rowLength = widthPx * 3
  const rows = Buffer.alloc(heightPx * (rowLength + 1)) // each row begins with its filter: none
  for (let y = 0; y < heightPx; y++) {
    rgb.copy(rows, y * (rowLength + 1) + 1, y * rowLength, (y + 1) * rowLength)
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(data.length + 12)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8)
  return chunk
}
