import { SvelteMap } from 'svelte/reactivity'
import { askVideoCodecs, problem } from '../../index.ts'
import type { OverlayConfig, Problem, VideoKind, VideoSupport } from '../../index.ts'
import { whyNoVideos } from '../browser/video-target.ts'
import { keyOf } from '../options/option-path.ts'
import type { OptionPath } from '../options/option-path.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** Which choices of an option work here. */
export interface Choices {
  /** The reason, in one sentence, for each choice that does not work. */
  hindrances: Readonly<Record<string, string>>
  /** What a choice means here, if its name does not say it: the codec that `auto` means. */
  meanings: Readonly<Record<string, string>>
}

const CONTAINERS = ['mp4', 'webm'] as const
type Container = (typeof CONTAINERS)[number]
const ALL: Choices = { hindrances: {}, meanings: {} }

/**
 * Which formats and codecs work for this recording in this browser, and why others do not. All choices
 * are offered until the browser has answered.
 */
export class OutputChoices {
  #recording: RecordingState
  #overlay: OverlayState
  #known = new SvelteMap<string, VideoSupport>()
  #isLookingAhead = $state(false)
  #isProposed = false

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
  }

  readonly #formats: Choices = $derived.by(() => {
    const hindrances: Record<string, string> = {}
    for (const container of CONTAINERS) {
      const why = this.#supportOf(container)?.hindrance
      if (why) hindrances[container] = why
    }
    if (this.#settings.content === 'overlay') {
      hindrances.jpeg = 'JPEG can’t store transparency: use PNG or WebP.'
    }
    return { hindrances, meanings: {} }
  })

  readonly #codecs: Choices = $derived.by(() => {
    const { format } = this.#settings
    const support = isContainer(format) ? this.#supportOf(format) : null
    // If no codec works, the message is shown at the format.
    if (!support?.best) return ALL
    const hindrances = Object.entries(support.hindrances).filter(([, why]) => why !== '')
    return { hindrances: Object.fromEntries(hindrances), meanings: { auto: support.best } }
  })

  /** The settings that do not work. */
  readonly problems: readonly Problem[] = $derived.by(() => {
    const { format, video } = this.#settings
    if (!isContainer(format)) return []
    const found =
      toProblem('output.format', this.#formats.hindrances[format]) ??
      toProblem('output.video.codec', this.#codecs.hindrances[video.codec])
    return found ? [found] : []
  })

  at(path: OptionPath): Choices {
    switch (keyOf(path)) {
      case 'output.format':
        return this.#formats
      case 'output.video.codec':
        return this.#codecs
      default:
        return ALL
    }
  }

  /** The user is about to choose a format. So the browser is asked about all formats, not only the chosen one. */
  lookAhead(): void {
    this.#isLookingAhead = true
  }

  /** Asks the browser about the formats that are not known yet. @returns a function that stops asking */
  ask(): () => void {
    const abort = new AbortController()
    const kinds = CONTAINERS.filter(
      (container) => this.#isLookingAhead || container === this.#settings.format,
    )
      .flatMap((container) => this.#kindOf(container) ?? [])
      .filter((kind) => !this.#known.has(nameOf(kind)))
    if (kinds.length > 0) void this.#learn(kinds, abort.signal)
    return () => abort.abort()
  }

  /** The recording was just opened. @param isProposed the format was proposed, not chosen */
  load(isProposed: boolean): void {
    this.#isProposed = isProposed
    this.#isLookingAhead = false
  }

  /** If the browser cannot write the proposed video, it writes what it can. */
  #settleProposal(): void {
    if (!this.#isProposed || this.#settings.format !== 'mp4') return
    if (!this.#supportOf('mp4')?.hindrance) return
    const webm = this.#supportOf('webm')
    if (webm) this.#overlay.proposeFormat(webm.hindrance === '' ? 'webm' : 'same')
    else this.lookAhead()
  }

  async #learn(kinds: readonly VideoKind[], signal: AbortSignal): Promise<void> {
    try {
      const why = await whyNoVideos()
      const support = why ? kinds.map(() => noSupport(why)) : await askVideoCodecs(kinds, signal)
      support.forEach((each, index) => this.#known.set(nameOf(kinds[index]), each))
      this.#settleProposal()
    } catch {
      // Without an answer all choices stay allowed. A run checks them again before it starts.
    }
  }

  get #settings(): OverlayConfig['output'] {
    return this.#overlay.config.output
  }

  #supportOf(container: Container): VideoSupport | null {
    const kind = this.#kindOf(container)
    return (kind && this.#known.get(nameOf(kind))) ?? null
  }

  #kindOf(container: Container): VideoKind | null {
    const source = this.#recording.current?.source
    if (!source) return null
    const { widthPx, heightPx } = source
    const { content, video } = this.#settings
    const isTransparent = content === 'overlay'
    return { container, widthPx, heightPx, isTransparent, bitrateMbps: video.bitrateMbps }
  }
}

/** @param hindrance one sentence why nothing works */
function noSupport(hindrance: string): VideoSupport {
  const hindrances = { h264: hindrance, av1: hindrance, vp9: hindrance, vp8: hindrance }
  return { hindrances, best: null, hindrance }
}

function isContainer(format: string): format is Container {
  return CONTAINERS.some((container) => container === format)
}

function nameOf(kind: VideoKind | undefined): string {
  return JSON.stringify(kind)
}

function toProblem(key: string, why: string | undefined): Problem | null {
  if (!why) return null
  return problem('error', 'output-invalid', { subject: key, fault: why }, { key })
}
