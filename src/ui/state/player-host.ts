import type { FrameEntry } from '../../index.ts'
import { closePicture } from '../stage/stage-frames.ts'
import type { Picture, StageFrames } from '../stage/stage-frames.ts'
import type { PlayerHost } from './player.svelte.ts'

/** The stage, as the player needs it. All of it changes. */
export interface PlayedStage {
  frames(): readonly FrameEntry[]
  position(): number
  /** The frames that a run would render, of which a loop plays. */
  range(): readonly Pick<FrameEntry, 'frameIndex'>[]
  /** Null if no recording is open. */
  stageFrames(): StageFrames | null
  /** How wide a frame is on the screen, in pixels of the screen. */
  widthPx(): number
  show(position: number, picture: Picture): void
  rest(): void
}

/** What the player plays: the frames, and in a loop those of the range. */
export function playerHost(stage: PlayedStage): PlayerHost<Picture> {
  return {
    get frames() {
      return stage.frames()
    },
    get position() {
      return stage.position()
    },
    get loopRange() {
      const frames = stage.frames()
      const range = stage.range()
      const positionOf = (frame: (typeof range)[number] | undefined, otherwise: number): number => {
        const found = frames.findIndex(({ frameIndex }) => frameIndex === frame?.frameIndex)
        return found < 0 ? otherwise : found
      }
      return [positionOf(range[0], 0), positionOf(range.at(-1), frames.length - 1)] as const
    },
    get mostAhead() {
      return stage.stageFrames()?.mostAhead ?? 1
    },
    load: async (position) =>
      (await stage.stageFrames()?.loadPassing(position, stage.widthPx())) ?? { kind: 'none' },
    show: (position, picture) => stage.show(position, picture),
    rest: () => stage.rest(),
    discard: closePicture,
  }
}
