import { readdirSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { formatQuantity, formatSize, sampleFrameName } from '../../index.ts'
import type { SampleDriveOptions } from '../../index.ts'
import { atExit } from '../at-exit.ts'
import { wrongInput } from '../command-error.ts'
import { EXIT } from '../exit-code.ts'
import type { ExitCode } from '../exit-code.ts'
import { OutputFolder, removeHalfFiles } from '../paths/output-folder.ts'
import { harmlessName } from '../print/harmless-text.ts'
import { runRecordings } from './run-recordings.ts'
import type { CommonOptions } from './run-recordings.ts'

export interface SampleCommandOptions extends CommonOptions {
  frames: number
  width: number
  height: number
  format: 'png' | 'jpeg'
  seed: number
}

/** `overlane sample`: a generated recording, in a new or an empty folder. */
export function sampleCommand(path: string, options: SampleCommandOptions): Promise<ExitCode> {
  const { frames, width, height, format, seed } = options
  const sample: SampleDriveOptions = {
    frameCount: frames,
    widthPx: width,
    heightPx: height,
    format,
    seed,
  }
  return runRecordings<string>([path], options, {
    folders: [],
    mayBeMissing: true,
    work: async (session, { path: target, folder: realTarget }) => {
      const folder = new OutputFolder(target)
      if (!folder.isEmpty) {
        throw wrongInput(
          `The folder ${target} is not empty. A sample drive is made in a new folder or an empty one.`,
        )
      }
      const sinceMs = Date.now()
      const keepAll = atExit(() => {
        const names = Array.from({ length: frames }, (_, index) => sampleFrameName(index, format))
        removeHalfFiles(join(target, 'frames'), names, sinceMs)
      })
      try {
        await session.run((runner, { folder, sample }) => runner.sample(folder, sample), {
          folder: await session.grab({ path: realTarget, isWritable: true }),
          sample,
        })
        keepAll()
        folder.share(listFiles(target))
      } finally {
        folder.removeIfEmpty()
      }
      return target
    },
    exitCodeOf: () => EXIT.done,
    toText: (target) =>
      `${harmlessName(basename(target))}: ${formatQuantity(frames, 'frame')} of ${formatSize({ widthPx: width, heightPx: height })} (${format.toUpperCase()}, seed ${seed}), in ${harmlessName(target)}`,
    toJson: (target) => ({
      output: resolve(target),
      version: __OVERLANE_VERSION__,
      frames,
      width,
      height,
      format,
      seed,
      files: readdirSync(target).sort(),
    }),
  })
}

/** Paths inside a folder, those of its subfolders too. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
