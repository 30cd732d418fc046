import { parseConfig } from '../../core/config/parse-config.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError, placeInFile, problem } from '../../core/errors.ts'
import type { LineOf, Problem } from '../../core/errors.ts'
import { isRecord } from '../../core/plain-object.ts'
import { describeValue } from '../../core/config/parse-options.ts'
import { PIPELINE_FILE_NAME } from './recognise-pipeline.ts'
import { resolveReferences } from './pipeline-references.ts'

/** A pipeline of the earlier Python tool. */

type Values = Record<string, unknown>

/** What a pipeline says, and a warning for each key that was not understood. */
export interface PipelineFile {
  /** Null where the text is no pipeline that draws. */
  config: OverlayConfig | null
  problems: Problem[]
  lineOf: LineOf | null
}

/**
 * Reads the step `Data Renderer` of a pipeline of the earlier Python tool.
 * @param file what it is called in problems
 */
export async function parsePipelineFile(
  text: string,
  file = PIPELINE_FILE_NAME,
): Promise<PipelineFile> {
  const { readYaml } = await import('./yaml-document.ts')
  const read = readYaml(text, file)
  if (!read.document) return { config: null, problems: read.problems, lineOf: null }
  const { document, lineOf } = read
  const source: unknown = document.toJS()
  const steps = isRecord(source) && Array.isArray(source.pipeline) ? source.pipeline : []
  const index = steps.findIndex((step: unknown) => isRecord(step) && step.plugin === STEP)
  const step: unknown = steps[index]
  if (!isRecord(source) || !isRecord(step)) {
    const fault = `there is no step "${STEP}" in it, so it does not say what to draw.`
    return {
      config: null,
      problems: [problem('error', 'config-invalid', fault, { file })],
      lineOf,
    }
  }
  const path = `pipeline[${index}].config`
  const notes = new Notes()
  try {
    const resolved = resolveReferences(step.config, source.defaults, path, notes.tell)
    const config = parseConfig(translateStep(isRecord(resolved) ? resolved : {}, path, notes))
    return {
      config,
      problems: notes.problems.map((each) => placeInFile(each, file, lineOf)),
      lineOf,
    }
  } catch (thrown) {
    // Its keys are those of overlane.yaml, and so have no line here.
    const { problems } = OverlaneError.from(thrown, 'config-invalid')
    const told = problems.map((each) => ({ ...each, where: { file } }))
    return { config: null, problems: [...notes.problems, ...told], lineOf }
  }
}

const STEP = 'Data Renderer'

/** What is not understood, in the order of the file. */
class Notes {
  readonly problems: Problem[] = []
  readonly tell = (key: string, fault: string): void => {
    this.problems.push(problem('warning', 'config-unknown-key', { subject: key, fault }, { key }))
  }

  /** Tells of each key that is not known. */
  rest(given: Values, known: readonly string[], path: string): void {
    for (const [name, value] of Object.entries(given)) {
      if (known.includes(name)) continue
      this.tell(`${path}.${name}`, `this is not understood, and left out: ${describeValue(value)}.`)
    }
  }
}

/** `overlane.yaml` for the configuration of the step. */
function translateStep(given: Values, path: string, notes: Notes): Values {
  const known = [
    'frames_dir',
    'frame_pattern',
    'timestamps_path',
    'calibration_path',
    'start_time',
    'end_time',
    'renderers',
    'sensors',
    'show_frame_info',
    'output_dir',
  ]
  notes.rest(given, known, path)
  if (given.output_dir !== undefined) {
    notes.tell(`${path}.output_dir`, 'the output folder is chosen when you render.')
  }
  const sensors: Values = {}
  const named = isRecord(given.sensors) ? Object.entries(given.sensors) : []
  for (const [name, each] of named) {
    sensors[name] = translateSensor(isRecord(each) ? each : {}, `${path}.sensors.${name}`, notes)
  }
  const list = Array.isArray(given.renderers) ? (given.renderers as unknown[]) : []
  const drawn = list.flatMap((each, index) =>
    translateRenderer(each, `${path}.renderers[${index}]`, sensors, notes),
  )
  const calibration = [given.calibration_path, ...drawn.map((each) => each.calibration)].find(
    (each) => typeof each === 'string',
  )
  const hasFrameInfo = drawn.some(({ renderer }) => renderer.type === 'frame_info')
  const frameInfo = given.show_frame_info === true && !hasFrameInfo ? [{ type: 'frame_info' }] : []
  return {
    time_zone: 'Asia/Shanghai',
    recording: defined({
      frames: given.frames_dir,
      pattern: given.frame_pattern,
      timestamps: given.timestamps_path,
      calibration,
    }),
    sensors,
    renderers: [...frameInfo, ...drawn.map(({ renderer }) => renderer)],
    range: defined({ start_time: timeOf(given.start_time), end_time: timeOf(given.end_time) }),
  }
}

/** What was not set means no limit. */
function timeOf(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(' ', 'T') : value
}

function translateSensor(given: Values, path: string, notes: Notes): Values {
  const { file, strategy, ...others } = sensorKeys(given)
  notes.rest(given, [...SENSOR_KEYS, 'type'], path)
  return defined({ file, strategy, ...others })
}

const SENSOR_KEYS = [
  'data_path',
  'path',
  'match_strategy',
  'strategy',
  'time_offset_ms',
  'tolerance_ms',
]

function sensorKeys(given: Values): Values {
  return {
    file: given.data_path ?? given.path,
    strategy: given.match_strategy ?? given.strategy,
    time_offset_ms: given.time_offset_ms,
    tolerance_ms: given.tolerance_ms,
  }
}

/** The renderers of the earlier tool by the last part of their class. */
const CLASSES: ReadonlyMap<string, KnownClass> = new Map([
  ['SpeedRenderer', { type: 'speed', strategy: 'forward', sensor: 'speed' }],
  ['TargetRenderer', { type: 'targets', strategy: 'nearest', sensor: 'targets' }],
  ['FrameInfoRenderer', { type: 'frame_info', strategy: null, sensor: null }],
])

/** A renderer of Overlane, with the log that it shows and how it is matched; null: it shows none. */
interface KnownClass {
  type: string
  strategy: string | null
  sensor: string | null
}

interface Translated {
  renderer: Values
  calibration: unknown
}

function translateRenderer(
  source: unknown,
  path: string,
  sensors: Values,
  notes: Notes,
): Translated[] {
  const given = isRecord(source) ? source : {}
  const name = typeof given.class === 'string' ? given.class : ''
  const known = CLASSES.get(name.slice(name.lastIndexOf('.') + 1))
  if (!known) {
    notes.tell(`${path}.class`, `Overlane has no renderer for ${describeValue(given.class)}.`)
    return []
  }
  const { kwargs } = given
  const options: Values = { ...given, ...(isRecord(kwargs) ? kwargs : {}) }
  delete options.kwargs
  delete options.class
  const at = isRecord(kwargs) ? `${path}.kwargs` : path
  notes.rest(options, RENDERER_KEYS, at)
  const sensor = placeSensor(options, known, sensors)
  return [
    {
      calibration: options.calibration_path,
      renderer: defined({
        type: known.type,
        sensor,
        ...(known.type === 'targets'
          ? {
              projection: 'reference',
              box_color: colorOf(options.box_color),
              box_thickness: options.box_thickness,
            }
          : {}),
        ...(known.type === 'frame_info' ? { format: options.format ?? 'datetime' } : {}),
        ...(known.type === 'frame_info' ? {} : { show_timestamp: options.show_timestamp }),
        ...textOf(options),
      }),
    },
  ]
}

const RENDERER_KEYS = [
  ...SENSOR_KEYS,
  'sensor',
  'calibration_path',
  'box_color',
  'box_thickness',
  'format',
  'show_timestamp',
  'position',
  'textbox_config',
  'font_scale',
  'color',
]

/** A renderer names its sensor, or says itself which log it reads and how. */
function placeSensor(options: Values, known: KnownClass, sensors: Values): unknown {
  const { sensor } = known
  if (sensor === null) return undefined
  if (typeof options.sensor === 'string') return options.sensor
  const { strategy = known.strategy, ...others } = sensorKeys(options)
  let name = sensor
  for (let count = 2; Object.hasOwn(sensors, name); count++) name = `${sensor}_${count}`
  sensors[name] = defined({ strategy, ...others })
  return name
}

/** The size of the reference's font scale 0.8, which is about 24 px. */
const PX_PER_SCALE = 30

function textOf(options: Values): Values {
  const box = isRecord(options.textbox_config) ? options.textbox_config : {}
  const font = isRecord(box.font) ? box.font : {}
  const panel = isRecord(box.panel) ? box.panel : {}
  const scale = Number(options.font_scale ?? font.scale ?? box.font_scale)
  const place = options.position ?? box.position
  const [x, y] = Array.isArray(place) ? (place as unknown[]) : []
  return defined({
    position: isRecord(place) ? place : defined({ x, y }),
    font: defined({ size: scale > 0 ? Math.round(scale * PX_PER_SCALE) : undefined }),
    text_color: colorOf(options.color ?? box.text_color),
    outline_color: colorOf(box.outline_color),
    outline_thickness: box.outline_thickness,
    panel: defined({
      ...panel,
      bg_color: colorOf(panel.bg_color),
      border_color: colorOf(panel.border_color),
    }),
  })
}

/** The earlier tool writes blue, green, red. */
function colorOf(value: unknown): unknown {
  if (!Array.isArray(value) || value.length !== 3) return value
  const [blue, green, red] = value as unknown[]
  return `rgb(${String(red)}, ${String(green)}, ${String(blue)})`
}

/** Without what is not there, as an unset value means the default. */
function defined(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        !(isRecord(value) && Object.keys(value).length === 0),
    ),
  )
}
