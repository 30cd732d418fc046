import type { OptionSpecs } from '../../config/option-specs.ts'
import { replayCommands } from '../../own/replay-commands.ts'
import { textBoxSpecs } from '../parts/text-box.ts'
import { pathFault } from '../parts/inner-path.ts'
import { defineRenderer } from './renderer.ts'

const specs = {
  module: {
    kind: 'text',
    default: '',
    label: 'Module',
    help: 'The path of a .js file inside the recording, such as speed_tape.js. It is run in a sandbox, and only if you allow it.',
  },
  options: {
    kind: 'values',
    default: {},
    label: 'Options',
    help: 'The options that the module has.',
  },
  ...textBoxSpecs,
} as const satisfies OptionSpecs

/** A renderer that comes with the recording. Its module has drawn the frame before, in a sandbox. */
export const own = defineRenderer({
  label: 'Your own',
  needsSensor: false,
  mayHaveSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  check({ module }) {
    const message = pathFault(module, 'a module', 'speed_tape.js')
    return message === null ? [] : [{ option: 'module', message }]
  },
  draw(surface, { drawing, options }) {
    if (!drawing) throw new Error('its module has not drawn this frame.')
    replayCommands(surface, drawing, options)
    return {}
  },
})
