import { PLATE } from './plate.ts'
import type { PresetsOf } from './preset.ts'

/** Looks of maps, compasses and images that are ready to choose. */
export const placePresets: PresetsOf<'map' | 'compass' | 'image'> = {
  map: [
    {
      name: 'heading_up',
      title: 'Surroundings, heading up',
      options: {
        view: { shows: 'surroundings', radius: 200, up: 'heading' },
        track: { thickness: 9 },
        marker: { size: 40 },
        width: 320,
        height: 320,
        panel: { radius: 28 },
        scaleBar: false,
      },
    },
    {
      name: 'whole_track',
      title: 'Whole track, no panel',
      options: {
        track: { color: 'white', thickness: 6, aheadAlpha: 0.5 },
        marker: { shape: 'dot', color: '#ff4d4d', size: 26 },
        scaleBar: false,
        width: 380,
        height: 300,
        panel: { enabled: false },
        outlineColor: '#101418',
      },
    },
    {
      name: 'by_speed',
      title: 'Coloured by speed',
      options: {
        latitude: 'latitude',
        longitude: 'longitude',
        heading: 'heading',
        colorBy: { field: 'speed' },
        track: { thickness: 8 },
        marker: { shape: 'dot', size: 26 },
        width: 420,
        height: 340,
      },
    },
  ],
  compass: [
    { name: 'rose', title: 'Rose', options: { size: 260, font: { size: 34 } } },
    {
      name: 'north_up',
      title: 'Rose with north at the top',
      options: { up: 'north', size: 240, font: { size: 30 }, dialAlpha: 0.75 },
    },
    {
      name: 'tape',
      title: 'Tape',
      options: { form: 'tape', size: 640, tapeSpan: 120, font: { size: 26, weight: 700 } },
    },
    {
      name: 'slim_tape',
      title: 'Slim tape, no ground',
      options: {
        form: 'tape',
        size: 520,
        tapeSpan: 90,
        dialAlpha: 0,
        font: { size: 26, weight: 700 },
        outlineColor: '#101418',
        outlineThickness: 4,
      },
    },
  ],
  image: [
    { name: 'corner_logo', title: 'Logo in a corner', options: { width: 180, opacity: 0.85 } },
    { name: 'watermark', title: 'Watermark', options: { width: 560, opacity: 0.22 } },
    {
      name: 'plate',
      title: 'On a panel',
      options: { width: 240, panel: { ...PLATE, padding: 20 } },
    },
  ],
}
