import { parseCalibration } from '../../core/draw/camera.ts'
import type { Calibration } from '../../core/draw/camera.ts'
import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { DEEPEST_NESTING, isDeeperThan, isRecord } from '../../core/plain-object.ts'
import { formatSize } from '../../core/text/format-size.ts'
import { openPath } from '../folders/directory.ts'
import { listPaths } from '../folders/list-folders.ts'
import { readText } from '../logs/read-text.ts'
import type { FoundFrames } from './found-frames.ts'
import type { Opening } from './opening.ts'

export interface FoundCalibration {
  /** Path inside the recording. */
  file: string
  calibration: Calibration
}

const KEYS = ['camera_matrix', 'distortion_coefficients', 'camera']
const LARGEST_BYTES = 1 << 20

/**
 * Reads the calibration that is named, or the first JSON file with the keys or the name of one. A
 * broken calibration is only a warning, because many overlays do not need it.
 */
export async function readCalibration({
  directory,
  folders,
  config,
  used,
  problems,
}: Opening): Promise<FoundCalibration | null> {
  const paths = listPaths(folders).filter((path) => /\.json$/i.test(path))
  const named = config.recording.calibration
  if (named !== null && !paths.includes(named)) {
    const key = 'recording.calibration'
    const fault = `there is no ${named} in the recording.`
    problems.push(problem('error', 'calibration-invalid', { subject: key, fault }, { key }))
    return null
  }
  for (const file of named === null ? paths : [named]) {
    const isNamedSo = named !== null || /calib/i.test(file)
    try {
      const content = await openPath(directory, file)
      if (content.size > LARGEST_BYTES && !isNamedSo) continue
      const source: unknown = JSON.parse(await readText(content, 'calibration-invalid'))
      if (!isNamedSo && !(isRecord(source) && KEYS.some((key) => Object.hasOwn(source, key)))) {
        continue
      }
      used.add(file)
      if (isDeeperThan(source, DEEPEST_NESTING)) {
        const fault = `it is nested more than ${DEEPEST_NESTING} levels deep.`
        throw new OverlaneError('calibration-invalid', fault, { file })
      }
      return { file, calibration: parseCalibration(source, file) }
    } catch (thrown) {
      if (!isNamedSo && !(thrown instanceof OverlaneError)) continue
      used.add(file)
      const fault =
        thrown instanceof OverlaneError
          ? `cannot be used: ${thrown.toProblem().fault}`
          : `could not be read as JSON: ${describeThrown(thrown)}`
      problems.push(problem('warning', 'calibration-invalid', { subject: file, fault }, { file }))
      return null
    }
  }
  return null
}

/** Tells where a calibration was made for pictures of another size. */
export function checkCalibrationSize(
  found: FoundCalibration | null,
  frames: FoundFrames | null,
  problems: Problem[],
): void {
  if (!found || !frames || frames.source.widthPx === 0) return
  const { file, calibration } = found
  const made = { widthPx: calibration.imageWidthPx, heightPx: calibration.imageHeightPx }
  const { widthPx, heightPx } = frames.source
  if (made.widthPx === widthPx && made.heightPx === heightPx) return
  const fault = `was made for ${formatSize(made)}, the frames are ${formatSize(frames.source)}. Targets will stand in the wrong place unless the calibration fits the frames.`
  problems.push(problem('warning', 'calibration-size', { subject: file, fault }, { file }))
}
