/** Test videos whose pictures show their frame number. ffmpeg makes them and checks the results. */

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname } from 'node:path'

const has = (program: string): boolean => spawnSync(program, ['-version']).status === 0
/** If false, the video tests are skipped with a message. */
export const hasFfmpeg = has('ffmpeg') && has('ffprobe')

const WIDTH_PX = 192
const HEIGHT_PX = 96
/** Binary digits of a frame number, the lowest first. Each is a black or white column. */
const BITS = 12
const BIT_WIDTH_PX = WIDTH_PX / BITS

export interface VideoOptions {
  frameCount: number
  /** Default 25. */
  framesPerSecond?: number
  /** ffmpeg's arguments for the output: codec, quality, filters. */
  encoding: readonly string[]
  /** ffmpeg's arguments before the input, such as -display_rotation. */
  input?: readonly string[]
  /** Length of a tone in AAC beside the pictures. Default: no sound. */
  soundS?: number
}

/** The videos that this process made, by what they are made from. */
const madeVideos = new Map<string, Buffer>()

/** @param path its extension sets the container */
export function writeVideo(path: string, options: VideoOptions): void {
  const key = JSON.stringify([extname(path), options])
  const made = madeVideos.get(key)
  if (made) {
    writeFileSync(path, made)
    return
  }
  const { soundS, ...pictures } = options
  if (soundS === undefined) encodeNumbers(path, pictures)
  else {
    const silent = `${path}.mkv`
    encodeNumbers(silent, pictures)
    const sound = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${soundS}`]
    runFfmpeg(['-i', silent, ...sound, '-c:v', 'copy', '-c:a', 'aac', path])
    rmSync(silent)
  }
  madeVideos.set(key, readFileSync(path))
}

function encodeNumbers(path: string, options: VideoOptions): void {
  const { frameCount, framesPerSecond = 25, encoding, input = [] } = options
  // The upper quarter is white in all frames, so that a test can see an upside-down picture.
  const pixels = Buffer.alloc(WIDTH_PX * HEIGHT_PX * frameCount, 235)
  for (let frame = 0; frame < frameCount; frame++) {
    const row = Buffer.alloc(WIDTH_PX)
    for (let bit = 0; bit < BITS; bit++) {
      row.fill((frame >> bit) & 1 ? 235 : 16, bit * BIT_WIDTH_PX, (bit + 1) * BIT_WIDTH_PX)
    }
    for (let y = HEIGHT_PX / 4; y < HEIGHT_PX; y++) {
      row.copy(pixels, (frame * HEIGHT_PX + y) * WIDTH_PX)
    }
  }
  const source = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH_PX}x${HEIGHT_PX}`]
  const rate = ['-r', String(framesPerSecond), '-i', '-']
  runFfmpeg([...input, ...source, ...rate, '-pix_fmt', 'yuv420p', ...encoding, path], pixels)
}

/** @throws Error with the output of ffmpeg */
export function runFfmpeg(args: readonly string[], input?: Buffer): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], {
    ...(input ? { input } : {}),
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr.toString()}`)
}

/** Overwrites the data of a frame. @param index in decoding order */
export function damageFrame(path: string, index: number): void {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pos,size']
  const { status, stdout, stderr } = spawnSync('ffprobe', [...args, '-of', 'json', path])
  if (status !== 0) throw new Error(`ffprobe ${path}: ${stderr.toString()}`)
  const { packets } = JSON.parse(stdout.toString()) as { packets: { pos: string; size: string }[] }
  const [pos, size] = [Number(packets[index]?.pos), Number(packets[index]?.size)]
  writeFileSync(path, readFileSync(path).fill(0xff, pos, pos + size))
}

/** Presentation times of a video's frames in ms, ascending, from ffprobe. */
export function frameTimesMs(path: string): number[] {
  return probeTimesMs(path, [])
}

/** Presentation times of the key frames in ms, ascending. */
export function keyFrameTimesMs(path: string): number[] {
  return probeTimesMs(path, ['-skip_frame', 'nokey'])
}

function probeTimesMs(path: string, options: readonly string[]): number[] {
  const args = ['-v', 'error', ...options, '-select_streams', 'v:0']
  const shown = ['-show_entries', 'frame=pts_time', '-of', 'csv=p=0', path]
  const { status, stdout, stderr } = spawnSync('ffprobe', [...args, ...shown], {
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`ffprobe ${path}: ${stderr.toString()}`)
  return stdout
    .toString()
    .split('\n')
    .map((line) => parseFloat(line))
    .filter((seconds) => !Number.isNaN(seconds))
    .map((seconds) => seconds * 1000)
    .sort((a, b) => a - b)
}

/** Mean loudness of a part of a video's sound. */
export function loudnessDb(path: string, fromS: number, lengthS: number): number {
  const stretch = `atrim=${fromS}:${fromS + lengthS},volumedetect`
  const args = ['-hide_banner', '-i', path, '-af', stretch, '-vn', '-f', 'null', '-']
  const { stderr } = spawnSync('ffmpeg', args)
  const [, mean] = /mean_volume: (-?[\d.]+) dB/.exec(stderr.toString()) ?? []
  if (mean === undefined) throw new Error(`ffmpeg told no loudness: ${stderr.toString()}`)
  return Number(mean)
}

/** Packets of sound and pictures in file order. */
export function packetsInFile(path: string): { codec_type: 'video' | 'audio'; pts_time: string }[] {
  const shown = ['-show_entries', 'packet=codec_type,pts_time,pos', '-of', 'json', path]
  const { status, stdout, stderr } = spawnSync('ffprobe', ['-v', 'error', ...shown], {
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`ffprobe ${path}: ${stderr.toString()}`)
  const { packets } = JSON.parse(stdout.toString()) as {
    packets: { codec_type: 'video' | 'audio'; pts_time: string; pos: string }[]
  }
  return packets.sort((a, b) => Number(a.pos) - Number(b.pos))
}

/**
 * Reads the frame number that a picture shows.
 * @param data RGBA, row by row
 */
export function readFrameNumber({
  widthPx,
  heightPx,
  data,
}: {
  widthPx: number
  heightPx: number
  data: Uint8Array
}): number {
  let number = 0
  const y = Math.floor(heightPx * 0.8)
  for (let bit = 0; bit < BITS; bit++) {
    const x = Math.floor(((bit + 0.5) * widthPx) / BITS)
    if ((data[(y * widthPx + x) * 4] ?? 0) > 127) number |= 1 << bit
  }
  return number
}

/** The numbers that a video's frames show, in presentation order. ffmpeg decodes them. */
export function frameNumbers(path: string): number[] {
  const args = ['-v', 'error', '-i', path, '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const frameBytes = WIDTH_PX * HEIGHT_PX
  const y = Math.floor(HEIGHT_PX * 0.8)
  return Array.from({ length: stdout.length / frameBytes }, (_, frame) => {
    let number = 0
    for (let bit = 0; bit < BITS; bit++) {
      const x = Math.floor((bit + 0.5) * BIT_WIDTH_PX)
      if ((stdout[frame * frameBytes + y * WIDTH_PX + x] ?? 0) > 127) number |= 1 << bit
    }
    return number
  })
}

/** What ffprobe prints about a video's streams. */
export function streamsOf(path: string): Record<string, unknown>[] {
  const args = ['-v', 'error', '-show_streams', '-of', 'json', path]
  const { status, stdout, stderr } = spawnSync('ffprobe', args)
  if (status !== 0) throw new Error(`ffprobe ${path}: ${stderr.toString()}`)
  return (JSON.parse(stdout.toString()) as { streams: Record<string, unknown>[] }).streams
}

/** A hash of a video's sound packets. It does not depend on the container. */
export function soundSum(path: string): string {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-c', 'copy', '-f', 'md5', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args)
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  return stdout.toString().trim()
}

/**
 * One plane of a video's frames, decoded by ffmpeg without any conversion.
 * @param plane y, u or v
 * @param size of the plane
 * @param every decodes each nth frame only. Default: all frames
 */
export function decodePlanes(
  path: string,
  plane: 'y' | 'u' | 'v',
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  every = 1,
): Buffer[] {
  const filter = ['-vf', `select=not(mod(n\\,${every})),extractplanes=${plane}`, '-vsync', '0']
  const args = ['-v', 'error', '-i', path, '-an', ...filter, '-f', 'rawvideo', '-']
  const { status, stdout, stderr } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`ffmpeg ${path}: ${stderr.toString()}`)
  const frameBytes = widthPx * heightPx
  return Array.from({ length: stdout.length / frameBytes }, (_, index) =>
    stdout.subarray(index * frameBytes, (index + 1) * frameBytes),
  )
}
