import { statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { parsePattern } from '../../index.ts'
import type { ChunkPlan, FinishedFile } from '../../index.ts'
import { fileStamp } from '../paths/file-stamp.ts'

type Fingerprint = ChunkPlan['fingerprint']

/** The files that planned frames are made from, as the disk has them now. */
export class FrameInputs {
  /** Path of the frames inside the recording; null where they are in a video. */
  readonly framesFolder: string | null
  private readonly folder: string
  private readonly fingerprint: Fingerprint
  private readonly nameOf: ((frameIndex: number) => string) | null

  /** @param folder of the recording; absolute */
  constructor(folder: string, fingerprint: Fingerprint) {
    this.folder = folder
    this.fingerprint = fingerprint
    const { 'recording.frames': frames = '', 'recording.pattern': pattern } = fingerprint
    this.framesFolder = pattern === undefined ? null : frames === '.' ? '' : frames
    const names = pattern === undefined ? null : parsePattern(pattern, 'pattern')
    this.nameOf = names && ((frameIndex) => names.format(frameIndex))
  }

  areThoseOf(fingerprint: Fingerprint): boolean {
    const textOf = (each: Fingerprint): string => JSON.stringify(Object.entries(each).sort())
    return textOf(this.fingerprint) === textOf(fingerprint)
  }

  /**
   * Whether logs, times and calibration are the planned ones, for this version of Overlane. The text of
   * a module is not compared, so where one draws, the answer is no.
   */
  areSame(stampText: (sizeBytes: number, modifiedMs: number) => string): boolean {
    if (this.fingerprint['Overlane'] !== __OVERLANE_VERSION__) return false
    return Object.entries(this.fingerprint).every(([path, value]) => {
      if (value.startsWith('module ')) return false
      if (!IS_STAMP.test(value)) return true
      const stamp = fileStamp(join(this.folder, path))
      return stamp !== null && stampText(stamp.sizeBytes, stamp.modifiedMs) === value
    })
  }

  /** Whether the file that a frame was made from is as it was then. */
  isSameFrame({ frame }: FinishedFile): boolean {
    const { nameOf, folder, framesFolder } = this
    if (!nameOf || framesFolder === null) return true
    if (!frame?.source) return false
    const path = `${folder}${sep}${framesFolder}${sep}${nameOf(frame.frameIndex)}`
    const { sizeBytes, modifiedMs } = frame.source
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.size !== sizeBytes) return false
    // The exact time takes twice as long to ask for, and is another one only where rounding goes up.
    return Math.floor(stats.mtimeMs) === modifiedMs || fileStamp(path)?.modifiedMs === modifiedMs
  }
}

/** `1,234 bytes of 2026-01-02T03:04:05.678+00:00`: the value of an input file. */
const IS_STAMP = /^[\d,]+ bytes? of \d{4,}-/
