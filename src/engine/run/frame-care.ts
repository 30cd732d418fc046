/**
 * For frames that may end the whole browser: each is rendered alone, and somebody outside is told of it
 * before its worker gets it.
 */
export interface FrameCare {
  /** Frames that are not rendered, and why: by the index of the frame. */
  leftOut: ReadonlyMap<number, string>
  /** Called before a worker gets a frame, when all frames before it are settled. */
  begin(frameIndex: number): Promise<void>
}
