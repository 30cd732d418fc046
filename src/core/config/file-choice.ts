import type { FileUse } from '../recording/found-file.ts'
import { defaultSensorConfig } from './overlay-config.ts'
import type { OverlayConfig } from './overlay-config.ts'

const RECORDING_KEYS = {
  frames: 'frames',
  times: 'timestamps',
  calibration: 'calibration',
} as const satisfies Record<Exclude<FileUse, 'log'>, keyof OverlayConfig['recording']>

/**
 * The configuration in which a file is used as something.
 * @param path inside the recording
 */
export function chooseFile(config: OverlayConfig, path: string, use: FileUse): OverlayConfig {
  const { recording, sensors } = config
  if (use !== 'log') {
    // A pattern belongs to the images that it was written for.
    const pattern = use === 'frames' ? null : recording.pattern
    return { ...config, recording: { ...recording, pattern, [RECORDING_KEYS[use]]: path } }
  }
  const name = sensorName(config, path)
  const sensor = { ...(sensors[name] ?? defaultSensorConfig()), file: path }
  return { ...config, sensors: { ...sensors, [name]: sensor } }
}

/** What a configuration says that a file is; null if it does not name the file. */
export function chosenUse({ recording, sensors }: OverlayConfig, path: string): FileUse | null {
  for (const use of ['frames', 'times', 'calibration'] as const) {
    if (recording[RECORDING_KEYS[use]] === path) return use
  }
  return Object.values(sensors).some(({ file }) => file === path) ? 'log' : null
}

/** The configuration that does not name a file any more. */
export function forgetFile(config: OverlayConfig, path: string): OverlayConfig {
  const use = chosenUse(config, path)
  if (use === null) return config
  if (use !== 'log') {
    return { ...config, recording: { ...config.recording, [RECORDING_KEYS[use]]: null } }
  }
  const kept = Object.entries(config.sensors).filter(([, { file }]) => file !== path)
  return { ...config, sensors: Object.fromEntries(kept) }
}

/** How `overlane.yaml` says that a file is used: `recording.frames: clip.mp4`. */
export function choiceInFile(config: OverlayConfig, path: string, use: FileUse): string {
  return use === 'log'
    ? `sensors.${sensorName(config, path)}.file: ${path}`
    : `recording.${RECORDING_KEYS[use]}: ${path}`
}

/** The name of the log, or its path where a sensor of another file has this name. */
function sensorName({ sensors }: OverlayConfig, path: string): string {
  const name = path.replace(/\.[^./]+$/, '')
  const file = Object.hasOwn(sensors, name) ? sensors[name]?.file : null
  return file === null || file === undefined || file === path ? name : path
}
