import {
  HandleDirectory,
  LAYOUT_ENDING,
  loadLayouts,
  OverlaneError,
  parseLayoutFile,
  writeLayoutFile,
} from '../../index.ts'
import type {
  AppliedLayout,
  Layout,
  LayoutName,
  MissingRole,
  OverlayConfig,
  Problem,
  RoleChoices,
  RoleField,
  Unit,
} from '../../index.ts'
import { downloadFile } from '../browser/download-file.ts'
import { requestAccess } from '../browser/folder-access.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'

/** A role of the layout, and the fields of the recording that may play it. */
export interface RoleQuestion {
  role: string
  label: string
  /** Every field, with the proposed one among them. The units of the others are not looked for. */
  fields: readonly RoleField[]
}

type Layouts = Awaited<ReturnType<typeof loadLayouts>>

/** Chooses, applies and saves layouts. */
export class LayoutState {
  #recording: RecordingState
  #overlay: OverlayState
  #layout = $state.raw<Layout | null>(null)
  #choices = $state.raw<RoleChoices>({})
  #questions = $state.raw<readonly RoleQuestion[]>([])
  #builtIn = $state.raw<readonly { name: LayoutName; layout: Layout }[]>([])
  #problems = $state.raw<readonly Problem[]>([])
  #message = $state('')
  #applied = $state.raw<((missing: MissingRole) => AppliedLayout) | null>(null)
  #layouts: Layouts | null = null
  missing = $state<MissingRole>('leave_out')

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
  }

  get builtIn(): readonly { name: LayoutName; layout: Layout }[] {
    return this.#builtIn
  }
  /** The layout whose fields are being chosen. */
  get layout(): Layout | null {
    return this.#layout
  }
  get questions(): readonly RoleQuestion[] {
    return this.#questions
  }
  /** What is wrong with the file that was dropped or chosen last. */
  get problems(): readonly Problem[] {
    return this.#problems
  }
  /** What was done last. */
  get message(): string {
    return this.#message
  }
  /** What is left out, in sentences. */
  readonly notes: readonly string[] = $derived.by(() => this.#applied?.(this.missing).notes ?? [])

  async load(): Promise<void> {
    this.#layouts = await loadLayouts()
    const { builtInLayout, LAYOUT_NAMES } = this.#layouts
    this.#builtIn = LAYOUT_NAMES.map((name) => ({ name, layout: builtInLayout(name) }))
  }

  fieldOf(role: string): RoleField | null {
    return this.#choices[role] ?? null
  }

  /** The configuration that a layout makes with the likeliest fields; null before it is loaded. */
  likeliest(layout: Layout): OverlayConfig | null {
    const recording = this.#recording.current
    if (!recording || !this.#layouts) return null
    const { applyLayout, proposeRoles } = this.#layouts
    const choices = proposeRoles(layout, recording.sensors)
    return applyLayout(layout, choices, recording, this.#overlay.config, 'leave_out').config
  }

  /** Asks which fields play the roles of a layout. The likeliest are chosen. */
  async ask(layout: Layout): Promise<void> {
    this.#layouts = await loadLayouts()
    const { applyLayout, proposeRoles, roleLabel } = this.#layouts
    const recording = this.#recording.current
    if (!recording) return
    this.#message = ''
    this.#problems = []
    this.#layout = layout
    this.#choices = proposeRoles(layout, recording.sensors)
    this.#questions = Object.entries(this.#choices).map(([role, proposed]) => ({
      role,
      label: roleLabel(role),
      fields: [
        ...(proposed ? [proposed] : []),
        ...recording.sensors.flatMap(({ name: sensor, fields }) =>
          fields
            .filter(({ name }) => proposed?.sensor !== sensor || proposed.field !== name)
            .map(({ name: field }): RoleField => ({ sensor, field, unit: null })),
        ),
      ],
    }))
    this.#applied = (missing) =>
      applyLayout(layout, this.#choices, recording, this.#overlay.config, missing)
  }

  /** The units that the chosen field of a role may have; none where there is nothing to choose. */
  unitsOf(role: string): readonly Unit[] {
    const choice = this.fieldOf(role)
    return (choice && this.#layouts?.unitChoices(role, choice.field)) ?? []
  }

  /** Lets a field play a role, with the unit that its numbers most likely have. */
  choose(role: string, field: RoleField | null): void {
    const { sensors = [] } = this.#recording.current ?? {}
    const chosen =
      field && this.#layouts
        ? this.#layouts.roleField(role, field.sensor, field.field, sensors)
        : field
    this.#choices = { ...this.#choices, [role]: chosen }
  }

  /** @param unit null: it is not known */
  chooseUnit(role: string, unit: Unit | null): void {
    const choice = this.fieldOf(role)
    if (!choice) return
    const { sensor, field } = choice
    this.#choices = { ...this.#choices, [role]: { sensor, field, unit } }
  }

  cancel(): void {
    this.#layout = null
    this.#applied = null
  }

  apply(): void {
    const layout = this.#layout
    const applied = this.#applied?.(this.missing)
    if (!layout || !applied) return
    this.#overlay.applyLayout(applied.config, layout.name)
    this.#message = `${layout.name} is applied.`
    this.cancel()
  }

  async openFile(file: File): Promise<void> {
    try {
      const { layout, problems } = await parseLayoutFile(await file.text(), file.name)
      if (layout) await this.ask(layout)
      this.#problems = problems
    } catch (thrown) {
      this.#problems = [OverlaneError.from(thrown, 'config-invalid').toProblem()]
    }
  }

  /** Saves the overlay as a layout: into the folder where the page can write, else as a download. */
  async save(name: string, intoFolder: boolean): Promise<void> {
    const recording = this.#recording.current
    if (!recording || name.trim() === '') return
    try {
      const { makeLayout } = await loadLayouts()
      const layout = makeLayout(this.#overlay.config, recording.sensors, name.trim())
      const text = await writeLayoutFile(layout)
      const file = `${fileNameOf(name)}${LAYOUT_ENDING}`
      const { handle } = recording.directory
      if (!intoFolder || !handle) {
        downloadFile(new Blob([text], { type: 'application/yaml' }), file)
        this.#message = `${file} is downloaded.`
        return
      }
      if (!(await requestAccess(handle, 'readwrite'))) {
        const fault = `${file} was not written, because the permission to write to "${handle.name}" was refused.`
        throw new OverlaneError('permission-denied', fault)
      }
      await new HandleDirectory(handle).writeFile(file, text)
      this.#message = `${file} is saved in the folder.`
    } catch (thrown) {
      this.#problems = [OverlaneError.from(thrown, 'write-failed').toProblem()]
    }
  }
}

/** `Night drive` → `night-drive` */
function fileNameOf(name: string): string {
  return (
    name
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'layout'
  )
}
