/** What the page and the command line need of layouts and channels. It is loaded when one is wanted. */

export { applyPreset } from './apply-preset.ts'
export { presetsOf } from '../draw/presets/index.ts'
export { applyLayout, proposeRoles, rolesOf } from './apply-layout.ts'
export { builtInLayout, LAYOUT_NAMES } from './built-in/index.ts'
export { chooseLayout } from './choose-layout.ts'
export { makeLayout } from './make-layout.ts'
export { proposeConfig } from '../config/propose-config.ts'
export { proposedUnits } from './proposed-units.ts'
export { parseLayout, serializeLayout } from './layout.ts'
export { proposeUnit } from '../units/propose-unit.ts'
export { roleField, roleLabel, unitChoices } from './roles.ts'
export { renameChannel } from '../channels/rename-channel.ts'
