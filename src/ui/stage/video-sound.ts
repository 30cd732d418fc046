import type { PlayedSound } from '../state/player.svelte.ts'

/** Chrome plays no sound that is faster. */
const FASTEST = 4
/** Sound that is further from the picture is set right. It is a gap that can be heard. */
const MOST_APART_S = 0.12

/** A video with sound. */
export interface SoundingVideo {
  readonly file: File
  /** When a frame is shown, on the video's own clock. */
  timeMsAt(frameIndex: number): number | undefined
}

/** The sound of a video, played by the browser from the video's file. */
export class VideoSound implements PlayedSound {
  readonly #video: SoundingVideo
  readonly #url: string
  readonly #element: HTMLAudioElement

  /** @param onfault is told in words why nothing can be heard */
  constructor(video: SoundingVideo, onfault: (fault: string) => void) {
    this.#video = video
    this.#url = URL.createObjectURL(video.file)
    this.#element = new Audio()
    this.#element.preservesPitch = true
    this.#element.onerror = () => onfault('This browser cannot play the sound of this video.')
    this.#element.src = this.#url
  }

  follow(frameIndex: number, rate: number): void {
    const element = this.#element
    const timeMs = this.#video.timeMsAt(frameIndex)
    if (timeMs === undefined || rate <= 0 || rate > FASTEST || element.error) {
      element.pause()
      return
    }
    element.playbackRate = rate
    if (Math.abs(element.currentTime - timeMs / 1000) > MOST_APART_S * Math.max(1, rate)) {
      element.currentTime = timeMs / 1000
    }
    if (element.paused) {
      element.play().catch(() => {
        // A pause right after it ends the promise too; a fault is told by `onerror`.
      })
    }
  }

  stop(): void {
    this.#element.pause()
  }

  close(): void {
    this.#element.pause()
    this.#element.removeAttribute('src')
    URL.revokeObjectURL(this.#url)
  }
}
