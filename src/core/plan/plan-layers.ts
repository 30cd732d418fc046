import { parseCoordinate } from '../config/coordinate.ts'
import { parseCondition } from '../config/layer-specs.ts'
import { listOptions } from '../config/list-options.ts'
import type { FieldOption } from '../config/option-specs.ts'
import type { RendererConfig } from '../config/overlay-config.ts'
import { joinKey } from '../config/parse-options.ts'
import type { Renderer } from '../draw/renderers/renderer.ts'
import { layoutScale } from '../draw/create-surface.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { fieldsOf } from '../formula/expression.ts'
import { rendererIn } from '../own/module-renderer.ts'
import type { Recording } from '../recording/recording.ts'
import { didYouMean } from '../text/did-you-mean.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import { checkField, checkQuantity } from './check-field.ts'
import type { TrackEntry } from './plan-tracks.ts'

/** What renderers are checked against. */
export interface Surroundings {
  recording: Recording
  tracks: ReadonlyMap<string, TrackEntry>
  /** In px; null: lengths are pixels of the frame. */
  referenceHeight: number | null
}

/** Whether a renderer can be drawn. Its problems are added to `problems`. */
export function isDrawable(
  config: RendererConfig,
  path: string,
  { recording, tracks, referenceHeight }: Surroundings,
  problems: Problem[],
): boolean {
  const renderer = rendererIn(config, recording.modules)
  const found = [
    ...checkSensor(config, renderer, path, tracks),
    ...checkFields(config, renderer, path, tracks),
    ...checkCondition(config, path, tracks),
    ...checkCalibration(config, renderer, path, recording),
    ...checkOptions(config, renderer, path, recording, referenceHeight),
    ...checkImages(config, renderer, path, recording),
    ...checkModule(config, path, recording),
  ]
  problems.push(...found)
  return found.every(({ severity }) => severity !== 'error')
}

function checkSensor(
  { type, sensor }: RendererConfig,
  { needsSensor }: Renderer,
  path: string,
  tracks: ReadonlyMap<string, TrackEntry>,
): Problem[] {
  const key = `${path}.sensor`
  if (sensor === null) {
    if (!needsSensor) return []
    const fault = `the renderer "${type}" needs a sensor.`
    const told = { subject: path, fault, remedy: 'Choose one.' }
    return [problem('error', 'sensor-unknown', told, { key })]
  }
  if (tracks.has(sensor)) return []
  const known = [...tracks.keys()]
  const fault = `the renderer "${type}" names the sensor "${sensor}", which is not there.`
  const otherwise =
    known.length > 0
      ? `The recording has ${known.join(', ')}.`
      : 'The recording has no sensor logs.'
  const remedy = didYouMean(sensor, known, otherwise)
  return [problem('error', 'sensor-unknown', { subject: key, fault, remedy }, { key })]
}

interface KeyedField {
  /** Of the option that names it. */
  key: string
  field: string
  /** What the field should measure, if the option says so. */
  quantity?: FieldOption['quantity']
}

/** The fields that are named inside the options. */
function namedFields({ options }: RendererConfig, renderer: Renderer, path: string): KeyedField[] {
  return (renderer.namedFields?.(options) ?? []).map(({ option, field }) => ({
    key: joinKey(path, toSnakeCase(option)),
    field,
  }))
}

/** The options that are fields. */
function chosenFields(
  { options }: RendererConfig,
  { specs }: Renderer,
  path: string,
): KeyedField[] {
  return listOptions(specs, { ...options }, path).flatMap(({ key, spec, value }) => {
    if (spec.kind !== 'field' || (spec.isOptional && value === '')) return []
    return [{ key, field: value as string, quantity: spec.quantity }]
  })
}

/** The names of all fields that a renderer's options and its condition name. */
export function fieldsNamed(config: RendererConfig, renderer: Renderer): string[] {
  const { showWhen } = config
  const chosen = chosenFields(config, renderer, '')
  return [
    ...[...chosen, ...namedFields(config, renderer, '')].map(({ field }) => field),
    ...(showWhen === null ? [] : conditionFields(showWhen)),
  ]
}

/** None where the condition is not understood, which is reported elsewhere. */
function conditionFields(showWhen: string): string[] {
  try {
    return fieldsOf(parseCondition(showWhen, ''))
  } catch {
    return []
  }
}

/** Checks the fields that the renderer needs, and those that its options name. */
function checkFields(
  config: RendererConfig,
  renderer: Renderer,
  path: string,
  tracks: ReadonlyMap<string, TrackEntry>,
): Problem[] {
  const { sensor } = config
  const { needsSensor, needsFields = [] } = renderer
  const named = namedFields(config, renderer, path)
  const chosen = chosenFields(config, renderer, path)
  if (sensor === null) return needsSensor ? [] : named.slice(0, 1).map(fieldWithoutSensor)
  const track = tracks.get(sensor)?.track
  if (!track) return []
  return [
    ...needsFields.map((field) => checkField(track, field, `${path}.sensor`)),
    ...[...chosen, ...named].map(({ key, field }) => checkField(track, field, key)),
    ...chosen.map(({ key, field, quantity }) => quantity && checkQuantity(field, quantity, key)),
  ].filter((found) => found !== null && found !== undefined)
}

function fieldWithoutSensor({ key, field }: KeyedField): Problem {
  const fault = `there is no sensor to take the field "${field}" from.`
  const told = { subject: key, fault, remedy: 'Choose a sensor.' }
  return problem('error', 'sensor-unknown', told, { key })
}

/** Checks the fields that the condition of a renderer names. */
function checkCondition(
  { sensor, showWhen }: RendererConfig,
  path: string,
  tracks: ReadonlyMap<string, TrackEntry>,
): Problem[] {
  if (showWhen === null) return []
  const key = `${path}.show_when`
  try {
    const fields = fieldsOf(parseCondition(showWhen, key))
    if (sensor === null && fields.length > 0) {
      const fault = `"${showWhen}" needs a record, and the renderer has no sensor.`
      const told = { subject: key, fault, remedy: 'Choose a sensor.' }
      return [problem('error', 'sensor-unknown', told, { key })]
    }
    const track = sensor === null ? undefined : tracks.get(sensor)?.track
    if (!track) return []
    return fields.map((field) => checkField(track, field, key)).filter((found) => found !== null)
  } catch (thrown) {
    return [OverlaneError.from(thrown, 'config-invalid', { key }).toProblem()]
  }
}

function checkCalibration(
  { type }: RendererConfig,
  { needsCalibration }: Renderer,
  path: string,
  { calibration }: Recording,
): Problem[] {
  if (!needsCalibration || calibration) return []
  const fault = `the renderer "${type}" needs a camera calibration, and the recording has none that can be read.`
  return [problem('error', 'calibration-invalid', { subject: path, fault }, { key: path })]
}

/** Checks coordinates against the size of the layout, and options against each other. */
function checkOptions(
  { options }: RendererConfig,
  renderer: Renderer,
  path: string,
  { source }: Recording,
  referenceHeight: number | null,
): Problem[] {
  const size = source && layoutSize(source, referenceHeight)
  const found: Problem[] = []
  for (const { key, spec, value } of listOptions(renderer.specs, { ...options }, path)) {
    if (spec.kind !== 'coordinate' || !size) continue
    try {
      parseCoordinate(value as number | string, key)(size)
    } catch (thrown) {
      found.push(OverlaneError.from(thrown, 'config-invalid', { key }).toProblem())
    }
  }
  for (const { option, message } of renderer.check?.(options) ?? []) {
    const key = joinKey(path, toSnakeCase(option))
    found.push(problem('error', 'config-invalid', { subject: key, fault: message }, { key }))
  }
  return found
}

/** Checks the images that the renderer draws. One that was not read yet is reported elsewhere. */
function checkImages(
  { options }: RendererConfig,
  renderer: Renderer,
  path: string,
  { images }: Recording,
): Problem[] {
  return (renderer.images?.(options) ?? []).flatMap(({ option, path: file }) => {
    const found = images.get(file)
    if (!found || !('fault' in found)) return []
    const key = joinKey(path, toSnakeCase(option))
    return [problem('error', 'config-invalid', { subject: key, fault: found.fault }, { key })]
  })
}

/** Checks that the module of a renderer of one's own can be run, and may be. */
function checkModule(config: RendererConfig, path: string, { modules }: Recording): Problem[] {
  if (config.type !== 'own') return []
  const { module } = config.options
  const found = modules.get(module)
  const key = `${path}.module`
  if (found?.kind === 'fault') {
    return [problem('error', 'config-invalid', { subject: key, fault: found.fault }, { key })]
  }
  if (found?.kind !== 'unasked') return []
  const fault = `${module} is a program that came with the recording, and it is not allowed to run.`
  const remedy =
    'Allow it in the page, or with --allow-renderers in the terminal. It runs in a sandbox that reaches neither files nor the network.'
  return [problem('error', 'renderer-not-allowed', { subject: key, fault, remedy }, { key })]
}

function layoutSize(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  referenceHeight: number | null,
): { widthPx: number; heightPx: number } {
  const scale = layoutScale(referenceHeight, heightPx)
  // Frames that cannot be read have no size.
  return scale > 0
    ? { widthPx: widthPx / scale, heightPx: heightPx / scale }
    : { widthPx, heightPx }
}
