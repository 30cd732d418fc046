/** The speed that decoding and encoding JPEG alone would allow, by libjpeg-turbo's own benchmark. */

import { join } from 'node:path'
import { frameNames } from './frame-sets.ts'
import { ask, execute } from './command.ts'
import { coreCount } from './method.ts'
import type { Method } from './method.ts'

const TIMES = ['-benchtime', '1', '-warmup', '0.5', '-nowrite']

export async function codecLimit(): Promise<Method> {
  const hasBenchmark = (await ask('sh', '-c', 'command -v tjbench')) !== null
  const [, version] =
    /libjpeg-turbo version ([\d.]+)/.exec((await ask('cjpeg', '-version')) ?? '') ?? []
  return {
    name: `codec limit (${coreCount} × tjbench)`,
    version: `libjpeg-turbo ${version ?? '(version not told)'}`,
    obstacle: hasBenchmark ? null : 'tjbench (libjpeg-turbo-progs) is not installed',
    isFor: ({ extension }) => extension === '.jpg',
    async run(set, output) {
      const names = frameNames(set)
      const frame = join(set.path, 'frames', names[names.length >> 1] ?? '')
      const bitmap = join(output, 'frame.ppm')
      await execute('ffmpeg', ['-v', 'error', '-nostdin', '-i', frame, bitmap])
      const decoding = await execute('tjbench', [frame, ...TIMES])
      const encodingArgs = [bitmap, '95', '-subsamp', '420', '-componly', ...TIMES]
      const encoding = await execute('tjbench', encodingArgs)
      return limitOf(readBenchmark(decoding.stdout), readBenchmark(encoding.stdout), coreCount)
    },
  }
}

interface Figures {
  compressPerSecond: number | null
  decompressPerSecond: number | null
  compressedBytes: number | null
}

/**
 * Reads what tjbench prints in its verbose form about one image. Figures that it did not measure
 * are null.
 */
export function readBenchmark(text: string): Figures {
  const find = (pattern: RegExp): number | null => {
    const [, figure] = pattern.exec(text) ?? []
    return figure === undefined ? null : Number(figure)
  }
  return {
    compressPerSecond: find(/^Compress\s+--> Frame rate:\s+([\d.]+) fps/m),
    decompressPerSecond: find(/^Decompress\s+--> Frame rate:\s+([\d.]+) fps/m),
    compressedBytes: find(/^\s+Output image size:\s+(\d+) bytes/m),
  }
}

/** @throws Error if a figure is missing */
export function limitOf(
  { decompressPerSecond }: Figures,
  { compressPerSecond, compressedBytes }: Figures,
  coreCount: number,
): { framesPerSecond: number; bytesPerFrame: number } {
  if (!decompressPerSecond || !compressPerSecond || !compressedBytes) {
    throw new Error('tjbench did not print the expected figures.')
  }
  const secondsPerFrame = 1 / decompressPerSecond + 1 / compressPerSecond
  return { framesPerSecond: coreCount / secondsPerFrame, bytesPerFrame: compressedBytes }
}
