import type { PresetsOf } from './preset.ts'

/** Looks of horizons, g-meters and controls that are ready to choose. */
export const motionPresets: PresetsOf<'attitude' | 'g_meter' | 'controls'> = {
  attitude: [
    { name: 'ball', title: 'Round horizon', options: { size: 300, font: { size: 22 } } },
    {
      name: 'glass',
      title: 'Wide, as on a glass screen',
      options: {
        shape: 'rectangle',
        size: 460,
        pitchSpan: 45,
        ladderStep: 5,
        font: { size: 24 },
      },
    },
    {
      name: 'clear',
      title: 'See-through',
      options: { size: 320, horizonAlpha: 0.35, dialAlpha: 0.3, font: { size: 22, weight: 700 } },
    },
    {
      name: 'fine',
      title: 'Small angles, for boats and cars',
      options: {
        size: 260,
        pitchSpan: 24,
        ladderStep: 4,
        skyColor: '#35506b',
        earthColor: '#2b3a33',
      },
    },
  ],
  g_meter: [
    { name: 'road', title: 'Road, up to 0.6 g', options: { range: 0.6, ring: 0.2, size: 240 } },
    {
      name: 'track',
      title: 'Race track, up to 2 g',
      options: {
        range: 2,
        ring: 0.5,
        trailSeconds: 5,
        peaks: 'so_far',
        size: 300,
        font: { size: 28 },
      },
    },
    {
      name: 'plain',
      title: 'Plain: a dot and a number',
      options: { trailSeconds: 0, peaks: 'none', size: 200, dialAlpha: 0.4, font: { size: 30 } },
    },
  ],
  controls: [
    {
      name: 'driver',
      title: 'Wheel, pedals and gear',
      options: {
        steering: { field: 'steering' },
        brake: { field: 'brake' },
        throttle: { field: 'throttle' },
        gear: { field: 'gear' },
        size: 150,
        font: { size: 20 },
      },
    },
    {
      name: 'pedals',
      title: 'Pedals',
      options: {
        brake: { field: 'brake' },
        throttle: { field: 'throttle' },
        size: 170,
        font: { size: 20, weight: 700 },
      },
    },
    {
      name: 'sticks',
      title: 'Sticks of a remote control',
      options: {
        style: 'sticks',
        sticks: { leftX: 'rudder', leftY: 'throttle', rightX: 'aileron', rightY: 'elevator' },
        size: 150,
      },
    },
  ],
}
