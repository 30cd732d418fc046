import { PLATE } from './plate.ts'
import type { PresetsOf } from './preset.ts'

/** Looks of targets that are ready to choose. */
export const targetPresets: PresetsOf<'targets' | 'top_view'> = {
  targets: [
    {
      name: 'distances',
      title: 'Boxes with distances',
      options: {
        labels: { place: 'apart', text: 'distance', bgAlpha: 0.75 },
        list: 'none',
        colorBy: 'distance',
        showTimestamp: false,
        font: { size: 20, weight: 700 },
      },
    },
    {
      name: 'types',
      title: 'Types, with the nearest listed',
      options: {
        labels: { place: 'apart', text: 'type_distance', bgAlpha: 0.75 },
        list: 'compact',
        colorBy: 'type',
        nearest: 8,
        showTimestamp: false,
        font: { size: 20 },
        panel: PLATE,
      },
    },
    {
      name: 'solid',
      title: 'Boxes in space',
      options: {
        boxes: 'solid',
        boxThickness: 3,
        labels: { place: 'apart', text: 'id_distance', bgAlpha: 0.75 },
        list: 'none',
        colorBy: 'type',
        showTimestamp: false,
        font: { size: 20 },
      },
    },
  ],
  top_view: [
    {
      name: 'near',
      title: 'Near, up to 40 m',
      options: {
        range: 40,
        ring: 10,
        labelText: 'distance',
        colorBy: 'distance',
        width: 300,
        height: 360,
      },
    },
    {
      name: 'motorway',
      title: 'Motorway, up to 150 m',
      options: {
        range: 150,
        ring: 50,
        labelText: 'id_distance',
        width: 280,
        height: 480,
      },
    },
    {
      name: 'types',
      title: 'Coloured by type',
      options: { labelText: 'type_distance', colorBy: 'type', width: 340, height: 380 },
    },
  ],
}
