/** A collection takes some ms of the thread, so it should not come too often. */
const FRAMES_BETWEEN = 2000
const BYTES = 1 << 26

/**
 * Makes a thread collect its garbage in time. Each packet, frame and message leaves objects whose memory
 * is outside of the garbage collector's own heap, where the collector does not see it. In a run of
 * two hours, hundreds of MB would pile up. The collector does see a large buffer, and runs. Nothing is
 * written to the buffer, so that it takes no real memory.
 */
export class Ballast {
  private frameCount = 0
  protected held: ArrayBuffer | null = null

  /** Called for each frame. */
  add(): void {
    this.frameCount++
    if (this.frameCount % FRAMES_BETWEEN === 0) this.held = new ArrayBuffer(BYTES)
  }
}
