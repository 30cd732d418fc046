import { defaultOptions } from '../../config/parse-options.ts'
import type { SensorTrack } from '../../recording/recording.ts'
import { drawCarControls, PEDALS } from '../parts/controls/car-controls.ts'
import { controlsSpecs } from '../parts/controls/controls-specs.ts'
import type { ControlsOptions } from '../parts/controls/controls-specs.ts'
import { drawSticks } from '../parts/controls/sticks.ts'
import { sampleNumbers } from '../parts/sample-numbers.ts'
import { defineRenderer } from './renderer.ts'
import type { Fit } from './renderer.ts'

/** What a driver or a pilot does with hands and feet. */
export const controls = defineRenderer({
  label: 'Controls',
  needsSensor: true,
  needsCalibration: false,
  specs: controlsSpecs,
  notes: {},
  place: null,
  fit: fitControls,
  check(options) {
    const { style, steering, clutch, brake, throttle, gear, sticks } = options
    const isCar = style === 'car'
    const fields = isCar
      ? [steering.field, clutch.field, brake.field, throttle.field, gear.field]
      : [sticks.leftX, sticks.leftY, sticks.rightX, sticks.rightY]
    if (fields.some((field) => field !== '')) return []
    const message = 'choose a field for at least one of the controls.'
    return [{ option: isCar ? 'steering.field' : 'sticks.leftX', message }]
  },
  draw(surface, { sample, options }) {
    if (options.style === 'car') drawCarControls(surface, sample, options)
    else drawSticks(surface, sample, options)
    return {}
  },
})

const FIELD_NAMES = {
  steering: /steer/i,
  clutch: /clutch/i,
  brake: /brake/i,
  throttle: /throttle|accelerator|^gas/i,
  gear: /(?:^|[._ ])gear(?:$|[_ ]?(?:position|number|selected)$)/i,
} as const
/** Numbers that belong to a control, but do not say how far it is moved. */
const OTHER_NUMBERS = /temp|pressure|torque|rate|speed|bias|wear|ratio/i

/** A log suits that has a control of a car, by the names of its fields. */
function fitControls(track: SensorTrack): Fit<ControlsOptions> | null {
  const named = (control: keyof typeof FIELD_NAMES): string =>
    track.fields.find(
      ({ name, type }) =>
        FIELD_NAMES[control].test(name) &&
        !OTHER_NUMBERS.test(name) &&
        (type === 'number' || (type === 'text' && control === 'gear')),
    )?.name ?? ''
  const defaults = defaultOptions(controlsSpecs)
  const [steering, gear] = [named('steering'), named('gear')]
  const unit = /[_ .]rad(?:ians?)?$/i.test(steering) ? 'rad' : 'deg'
  const pedals = PEDALS.map(({ name }) => ({ name, field: named(name) }))
  const options: Partial<ControlsOptions> = {
    steering: { ...defaults.steering, field: steering, unit },
    gear: { field: gear },
    pedalMax: pedals.some(({ field }) => isPercent(track, field)) ? 100 : 1,
  }
  for (const { name, field } of pedals) options[name] = { ...defaults[name], field }
  const found = [steering, gear, ...pedals.map(({ field }) => field)]
  const score = found.filter((field) => field !== '').length
  return score > 0 ? { score, options } : null
}

/** Whether a field has a value that only a percentage can have. */
function isPercent(track: SensorTrack, field: string): boolean {
  return sampleNumbers(track, field).some((value) => value > 1.5)
}
