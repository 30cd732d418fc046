import { defaultOptions, channelSpecs, loadLayouts } from '../../index.ts'
import type { ChannelConfig, OverlayConfig, SensorTrack } from '../../index.ts'
import type { OverlayState } from '../state/overlay-state.svelte.ts'
import type { RecordingState } from '../state/recording-state.svelte.ts'

/** The changes of channels that are more than one option. Each is a step that can be undone. */
export class ChannelEdits {
  readonly #overlay: OverlayState
  readonly #recording: RecordingState

  constructor(overlay: OverlayState, recording: RecordingState) {
    this.#overlay = overlay
    this.#recording = recording
  }

  get sensors(): readonly SensorTrack[] {
    return this.#recording.current?.sensors ?? []
  }

  /** Adds a channel of the log of the chosen renderer, else of the first one. */
  async add(): Promise<void> {
    const { config, chosen } = this.#overlay
    const track = this.#trackOf(chosen?.sensor ?? null) ?? this.sensors[0]
    if (!track) return
    const field = this.#firstField(track)
    let name = 'channel'
    for (let count = 2; Object.hasOwn(config.channels, name); count++) name = `channel_${count}`
    const channel = { ...defaultOptions(channelSpecs), sensor: track.name, field }
    const unit = await this.#unitOf(track, field)
    this.#set({ ...config.channels, [name]: { ...channel, unit } }, `add channel ${name}`)
  }

  remove(name: string): void {
    const others = Object.entries(this.#overlay.config.channels).filter(([each]) => each !== name)
    this.#set(Object.fromEntries(others), `remove channel ${name}`)
  }

  /** @returns why it cannot be called so; null if it is */
  async rename(from: string, to: string): Promise<string | null> {
    const { config } = this.#overlay
    if (to === '' || to === from) return null
    if (Object.hasOwn(config.channels, to)) return `There is a channel "${to}" already.`
    if (to.includes('`')) return 'A name cannot contain a backquote (`).'
    const { renameChannel } = await loadLayouts()
    const isField = (sensor: string, name: string): boolean =>
      this.#trackOf(sensor)?.fields.some((field) => field.name === name) ?? false
    const renamed = renameChannel(config, from, to, isField)
    this.#overlay.change(renamed, { words: `rename channel ${from}` })
    return null
  }

  /** Takes the records of another log: a field of the same name, if there is one. */
  async chooseSensor(name: string, sensor: string | null): Promise<void> {
    const channel = this.#overlay.config.channels[name]
    const track = this.#trackOf(sensor)
    if (!channel) return
    const words = `change sensor of ${name}`
    if (channel.expression !== null || !track) {
      this.#setOne(name, { ...channel, sensor }, words)
      return
    }
    const isThere = track.fields.some((field) => field.name === channel.field)
    const field = isThere ? channel.field : this.#firstField(track)
    const unit = await this.#unitOf(track, field)
    this.#setOne(name, { ...channel, sensor, field, unit }, words)
  }

  async chooseField(name: string, field: string): Promise<void> {
    const channel = this.#overlay.config.channels[name]
    const track = this.#trackOf(channel?.sensor ?? null)
    if (!channel || !track) return
    const unit = await this.#unitOf(track, field)
    this.#setOne(name, { ...channel, field, unit }, `change field of ${name}`)
  }

  /** What was a field becomes an expression of it, and the other way round. */
  chooseKind(name: string, kind: 'field' | 'expression'): void {
    const channel = this.#overlay.config.channels[name]
    if (!channel) return
    const { sensor, field } = channel
    const words = `change kind of ${name}`
    if (kind === 'expression') {
      this.#setOne(name, { ...channel, field: null, expression: `\`${field ?? ''}\`` }, words)
      return
    }
    const track = this.#trackOf(sensor) ?? this.sensors[0]
    if (!track) return
    const first = this.#firstField(track)
    this.#setOne(name, { ...channel, sensor: track.name, field: first, expression: null }, words)
  }

  #trackOf(sensor: string | null): SensorTrack | undefined {
    return this.sensors.find(({ name }) => name === sensor)
  }

  #firstField({ fields, timeColumn }: SensorTrack): string {
    const numbers = fields.filter(({ name, type }) => type === 'number' && name !== timeColumn)
    return (numbers[0] ?? fields[0])?.name ?? ''
  }

  /** As its name or its values tell it. */
  async #unitOf(track: SensorTrack, field: string | null): Promise<ChannelConfig['unit']> {
    const { proposeUnit } = await loadLayouts()
    return proposeUnit(track, field ?? '', null, this.sensors)?.unit ?? 'none'
  }

  #setOne(name: string, channel: ChannelConfig, words: string): void {
    this.#set({ ...this.#overlay.config.channels, [name]: channel }, words)
  }

  #set(channels: OverlayConfig['channels'], words: string): void {
    this.#overlay.change({ ...this.#overlay.config, channels }, { words })
  }
}
