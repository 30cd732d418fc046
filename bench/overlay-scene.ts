/** Overlays and logs that have all there is to draw. */

import { CAR_AHEAD } from '../e2e/renderer-picture.ts'

/** The log of {@link SIXTEEN}: every field that a renderer draws. */
export function fullLog(timesMs: readonly number[]): Record<string, unknown>[] {
  return timesMs.map((timeMs, index) => ({
    timestamp_ms: timeMs,
    speed: 60 + 20 * Math.sin(index / 40),
    altitude: 60 + 20 * Math.sin(index / 30),
    latitude: 47 + 0.004 * Math.sin(index / 32),
    longitude: 8 + 0.006 * Math.cos(index / 32),
    heading: (300 + index) % 360,
    roll: 12 * Math.sin(index / 9),
    pitch: 8 * Math.sin(index / 15),
    lateral_acceleration: 6 * Math.sin(index / 12),
    longitudinal_acceleration: 5 * Math.cos(index / 9),
    steering: 40 * Math.sin(index / 12),
    throttle: 0.6,
    brake: 0.2,
    event: index % 60 === 0 ? 'Lane change' : null,
    targets: [
      CAR_AHEAD,
      { ...CAR_AHEAD, id: 7, type: 'truck', angle_left: -6, angle_right: -14 },
      { ...CAR_AHEAD, id: 9, distance_m: 60, angle_left: 1, angle_right: -1 },
    ],
  }))
}

const at = (x: number, y: number) => ({ sensor: 'log', position: { x, y } })
const field = { field: 'speed' }
const panel = { enabled: true }

/** Each kind of renderer once, beside each other on 1920 × 1080. The image is drawn if there is one. */
export const SIXTEEN: readonly Record<string, unknown>[] = [
  { type: 'frame_info', position: { x: 40, y: 30 } },
  { type: 'speed', ...at(40, 80), unit: 'km/h' },
  { type: 'targets', ...at(40, 900), list: 'compact', labels: { place: 'apart' } },
  { type: 'value', ...at(40, 180), ...field, unit: 'km/h', sparkline: { seconds: 10 }, panel },
  { type: 'gauge', ...at(40, 320), ...field, max: 160, unit: 'km/h' },
  { type: 'bar', ...at(40, 660), ...field, max: 160, unit: 'km/h' },
  { type: 'text', ...at(380, 40), template: '{speed:.1f} km/h  {time:HH:mm:ss}' },
  {
    type: 'controls',
    ...at(440, 880),
    steering: { field: 'steering' },
    throttle: { field: 'throttle' },
    brake: { field: 'brake' },
  },
  { type: 'chart', ...at(440, 640), ...field, unit: 'km/h' },
  {
    type: 'map',
    ...at(1560, 40),
    latitude: 'latitude',
    longitude: 'longitude',
    heading: 'heading',
    color_by: { field: 'speed' },
  },
  { type: 'events', ...at(1000, 860), field: 'event' },
  { type: 'compass', ...at(1000, 600), field: 'heading' },
  {
    type: 'g_meter',
    ...at(1260, 560),
    lateral_field: 'lateral_acceleration',
    longitudinal_field: 'longitudinal_acceleration',
  },
  { type: 'attitude', ...at(1560, 420), roll_field: 'roll', pitch_field: 'pitch' },
  { type: 'top_view', ...at(1560, 700) },
  { type: 'image', position: { x: 700, y: 40 }, file: 'logo.png', width: 300 },
]

/** What Overlane drew before it had the others. */
export const FIRST_THREE: readonly Record<string, unknown>[] = [
  { type: 'frame_info' },
  {
    type: 'speed',
    sensor: 'log',
    show_timestamp: false,
    position: { x: 'width - 10', y: 10, anchor: 'top_right' },
  },
  {
    type: 'targets',
    sensor: 'log',
    position: { x: 10, y: 'height - 10', anchor: 'bottom_left' },
  },
]
