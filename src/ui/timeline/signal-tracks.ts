import type { RecordingSignals, SensorTrack } from '../../index.ts'

/** What a lane needs of a log. Motion and sound of the recording are given as logs of this kind too. */
export interface LaneTrack extends Pick<
  SensorTrack,
  'name' | 'label' | 'isMinor' | 'timesMs' | 'recordAt' | 'fields'
> {
  /** By field. Default: as its name tells. */
  units?: Readonly<Record<string, string>>
}

/** The lanes of what the recording itself tells. @param taken names of logs */
export function signalTracks(
  { picture, sound }: RecordingSignals,
  taken: readonly string[],
): LaneTrack[] {
  const { motion, turn, tilt } = picture
  const tracks = [
    trackOf(
      'Picture',
      { motion: motion.values, 'turn right': turn.values, 'tilt down': tilt.values },
      turn.timesMs,
      { 'turn right': 'px/s', 'tilt down': 'px/s' },
    ),
  ]
  if (sound)
    tracks.push(trackOf('Sound', { loudness: sound.values }, sound.timesMs, { loudness: 'dB' }))
  return tracks.map((track) => ({ ...track, name: freeName(track.name, taken) }))
}

function trackOf(
  name: string,
  columns: Readonly<Record<string, Float64Array>>,
  timesMs: Float64Array,
  units: Readonly<Record<string, string>>,
): LaneTrack {
  const entries = Object.entries(columns)
  return {
    name,
    label: name,
    isMinor: false,
    timesMs,
    units,
    fields: entries.map(([field, values]) => ({
      name: field,
      type: 'number',
      count: values.length,
    })),
    recordAt: (index) =>
      Object.fromEntries(entries.map(([field, values]) => [field, values[index]])),
  }
}

/** A log may have the same name. */
function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name} of the recording`, taken) : name
}
