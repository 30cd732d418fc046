import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { ACCENT_COLOR } from '../colors.ts'
import { distanceUnitSpec } from '../distance-unit.ts'
import { panelBoxSpecs } from '../panel-box.ts'

/** The options of a map. */
export const mapSpecs = {
  latitude: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Latitude',
    help: 'In degrees, north is positive.',
  },
  longitude: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Longitude',
    help: 'In degrees, east is positive.',
  },
  heading: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    isOptional: true,
    label: 'Heading',
    help: 'In degrees, clockwise from north. Without it, the direction of the track is taken.',
  },
  width: { kind: 'number', default: 340, min: 1, max: 10_000, unit: 'px', label: 'Width' },
  height: { kind: 'number', default: 340, min: 1, max: 10_000, unit: 'px', label: 'Height' },
  view: {
    kind: 'group',
    label: 'View',
    options: {
      shows: {
        kind: 'choice',
        choices: ['track', 'surroundings'],
        default: 'track',
        label: 'Shows',
        help: 'track: all of it. surroundings: what is near the position.',
      },
      radius: {
        kind: 'number',
        default: 150,
        min: 1,
        max: 1_000_000,
        unit: 'm',
        label: 'Radius of the surroundings',
      },
      up: { kind: 'choice', choices: ['north', 'heading'], default: 'north', label: 'Up is' },
    },
  },
  track: {
    kind: 'group',
    label: 'Track',
    options: {
      color: { kind: 'color', default: ACCENT_COLOR, label: 'Line colour' },
      thickness: { kind: 'number', default: 6, min: 0.1, max: 100, unit: 'px', label: 'Thickness' },
      aheadAlpha: { kind: 'number', default: 0.45, min: 0, max: 1, label: 'Opacity ahead' },
      longestGap: {
        kind: 'number',
        default: 30,
        min: 0.1,
        max: 86_400,
        unit: 's',
        label: 'Longest gap',
        help: 'Records that are further apart in time are not joined.',
      },
    },
  },
  colorBy: {
    kind: 'group',
    label: 'Colour by a field',
    options: {
      field: { kind: 'field', holds: 'numbers', default: '', isOptional: true, label: 'Field' },
      low: { kind: 'color', default: '#2dd4bf', label: 'Low colour' },
      high: { kind: 'color', default: '#ff4d4d', label: 'High colour' },
      min: { kind: 'nullable-number', default: null, nullMeans: 'the lowest value', label: 'From' },
      max: { kind: 'nullable-number', default: null, nullMeans: 'the highest value', label: 'To' },
      unit: { kind: 'text', default: '', label: 'Unit' },
    },
  },
  marker: {
    kind: 'group',
    label: 'Position',
    options: {
      shape: {
        kind: 'choice',
        choices: ['arrow', 'dot', 'none'],
        default: 'arrow',
        label: 'Shape',
      },
      size: { kind: 'number', default: 28, min: 1, max: 1000, unit: 'px', label: 'Size' },
      color: { kind: 'color', default: 'white', label: 'Colour' },
    },
  },
  scaleBar: { kind: 'boolean', default: true, label: 'Scale bar' },
  distanceUnit: distanceUnitSpec,
  privacy: {
    kind: 'group',
    label: 'Private zone',
    options: {
      radius: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'no zone',
        min: 1,
        max: 1_000_000,
        unit: 'm',
        label: 'Radius',
        help: 'Nothing of the track is drawn in the zone.',
      },
      around: {
        kind: 'choice',
        choices: ['start', 'start_and_end', 'point'],
        default: 'start',
        label: 'Around',
      },
      latitude: { kind: 'number', default: 0, min: -90, max: 90, unit: '°', label: 'Latitude' },
      longitude: { kind: 'number', default: 0, min: -180, max: 180, unit: '°', label: 'Longitude' },
    },
  },
  ...panelBoxSpecs,
} as const satisfies OptionSpecs

export type MapOptions = OptionValues<typeof mapSpecs>
