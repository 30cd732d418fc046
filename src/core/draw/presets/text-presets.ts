import { PLATE } from './plate.ts'
import type { PresetsOf } from './preset.ts'

/** Looks of texts that are ready to choose. */
export const textPresets: PresetsOf<'frame_info' | 'speed' | 'text' | 'events'> = {
  frame_info: [
    {
      name: 'corner',
      title: 'Small, in a corner',
      options: { font: { size: 20 }, outlineColor: '#101418', outlineThickness: 3 },
    },
    {
      name: 'date_time',
      title: 'Date and time on a panel',
      options: { format: 'datetime', font: { size: 26 }, panel: PLATE },
    },
    {
      name: 'slate',
      title: 'Slate with raw times',
      options: { format: 'detailed', font: { size: 24 }, panel: PLATE },
    },
  ],
  speed: [
    {
      name: 'large',
      title: 'Large, on the picture',
      options: {
        showTimestamp: false,
        font: { size: 52, weight: 700 },
        outlineColor: '#101418',
        outlineThickness: 6,
      },
    },
    {
      name: 'plate',
      title: 'On a panel',
      options: { showTimestamp: false, font: { size: 34 }, panel: PLATE },
    },
    {
      name: 'raw_times',
      title: 'With raw times',
      options: { showTimestamp: true, font: { size: 22 }, panel: PLATE },
    },
  ],
  text: [
    {
      name: 'clock',
      title: 'Clock',
      options: {
        template: '{time:HH:mm:ss}',
        font: { size: 64, weight: 700 },
        outlineColor: '#101418',
        outlineThickness: 6,
      },
    },
    {
      name: 'date',
      title: 'Date above the time',
      options: {
        template: String.raw`{time:dd.MM.yyyy}\n{time:HH:mm:ss}`,
        font: { size: 30, lineSpacing: 1.3 },
        panel: PLATE,
      },
    },
    {
      name: 'coordinates',
      title: 'Coordinates',
      options: {
        template: '{latitude:.5f}°  {longitude:.5f}°',
        font: { size: 26 },
        panel: PLATE,
      },
    },
    {
      name: 'frame_counter',
      title: 'Frame number and time to the millisecond',
      options: { template: '#{frame:06d}  {time:HH:mm:ss.SSS}', font: { size: 24 }, panel: PLATE },
    },
  ],
  events: [
    {
      name: 'log',
      title: 'Log with times of day',
      options: {
        shows: 'table',
        count: 6,
        time: 'absolute',
        width: 560,
        font: { size: 22 },
      },
    },
    {
      name: 'banner',
      title: 'Banner',
      options: { shows: 'banner', seconds: 5, font: { size: 48, weight: 700 } },
    },
    {
      name: 'laps',
      title: 'Laps with best and delta',
      options: { field: 'lap', shows: 'laps', count: 4, width: 360, font: { size: 26 } },
    },
  ],
}
