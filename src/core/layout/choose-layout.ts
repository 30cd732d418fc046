import type { Recording } from '../recording/recording.ts'
import type { LayoutName } from './built-in/index.ts'
import { proposeField } from './roles.ts'

/** What a recording has that a layout is made for. The first that is there decides. */
const SIGNS: readonly { roles: readonly string[]; layout: LayoutName }[] = [
  { roles: ['targets'], layout: 'adas_review' },
  { roles: ['heart_rate'], layout: 'bike' },
  { roles: ['cadence'], layout: 'bike' },
  { roles: ['depth'], layout: 'boat' },
  { roles: ['wind_speed', 'heading'], layout: 'boat' },
  { roles: ['engine_speed'], layout: 'track_day' },
  { roles: ['roll', 'altitude'], layout: 'flight' },
  { roles: ['battery', 'heading'], layout: 'robot' },
  { roles: ['roll', 'heading'], layout: 'robot' },
  { roles: ['lateral_acceleration', 'speed'], layout: 'track_day' },
  { roles: ['speed'], layout: 'dash_cam' },
  { roles: ['latitude', 'longitude'], layout: 'dash_cam' },
  { roles: ['signal'], layout: 'lab' },
]

/** The built-in layout that suits what was found. */
export function chooseLayout({
  sensors,
  calibration,
}: Pick<Recording, 'sensors' | 'calibration'>): LayoutName {
  const has = (role: string): boolean =>
    proposeField(role, sensors) !== null && (role !== 'targets' || calibration !== null)
  return SIGNS.find(({ roles }) => roles.every(has))?.layout ?? 'dash_cam'
}
