import type { Problem, RecordingFolder } from '../../index.ts'

/** The part of the page that shows the cause of a problem. */
export type ProblemPlace =
  | 'folder'
  | 'files'
  | 'frames'
  | 'timestamps'
  | 'calibration'
  | 'project-file'
  | 'channels'
  | 'range'
  | 'output'
  | `sensor:${string}`
  | `renderer:${number}`

/** The part of the page where the user can correct a problem. */
export function placeOf({ where, code }: Problem, recording: RecordingFolder | null): ProblemPlace {
  const { key, file, frameIndex } = where
  const sensorOf = (path: string | undefined): ProblemPlace | null => {
    const sensor = recording?.sensors.find((each) => each.file === path)
    return sensor ? `sensor:${sensor.name}` : null
  }
  if (file !== undefined) {
    // If the file could be read, the problem is shown at the option that its key names.
    const isUsed = recording?.configSource === 'project-file' && key !== undefined
    if (file === recording?.projectFile && !isUsed) return 'project-file'
    if (file === recording?.calibrationFile) return 'calibration'
    if (file === recording?.timing?.file) return 'timestamps'
    const sensor = sensorOf(file)
    if (sensor) return sensor
  }
  if (key !== undefined) {
    const renderer = /^renderers\[(\d+)\]/.exec(key)
    if (renderer) return `renderer:${Number(renderer[1])}`
    const sensor = /^sensors\.(.+)$/.exec(key)?.[1]
    const track = recording?.sensors.find(
      ({ name }) => sensor === name || sensor?.startsWith(`${name}.`),
    )
    if (track) return `sensor:${track.name}`
    if (key.startsWith('channels')) return 'channels'
    if (key.startsWith('range')) return 'range'
    if (key.startsWith('output')) return 'output'
    if (key.startsWith('recording.timestamps')) return 'timestamps'
    if (key.startsWith('recording.calibration')) return 'calibration'
    if (key.startsWith('recording')) return 'frames'
    return 'project-file'
  }
  if (code.startsWith('timestamps') || code === 'frame-without-time') return 'timestamps'
  if (code.startsWith('calibration')) return 'calibration'
  if (code.startsWith('config')) return 'project-file'
  if (frameIndex !== undefined || code.startsWith('frame') || code === 'no-frames') return 'frames'
  return 'folder'
}

/** The id of the element of a place. */
export function placeId(place: ProblemPlace): string {
  return `place-${place.replace(/[^\w-]/g, '_')}`
}

const RANK: Record<Problem['severity'], number> = { error: 0, warning: 1, info: 2 }

/** Sorts problems: the worst first, equal ones in the order they were found. */
export function bySeverity(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
}
