/** A collection takes some ms of the thread, so it should not come too often. */
const FRAMES_BETWEEN = 2000
const BYTES = 1 << 26
/** A thorough collection takes some hundred ms. */
const FRAMES_BETWEEN_THOROUGH = 4000
/** Most of a run's memory is taken at its start. */
const FRAMES_BEFORE_THOROUGH = 1000
/**
 * No browser gives so large a buffer, or takes memory for it. Chromium refuses still larger ones
 * without a collection.
 */
const TOO_MANY_BYTES = 2 ** 34

/**
 * Makes a thread collect its garbage in time. Each packet, frame and message leaves objects whose memory
 * is outside of the garbage collector's own heap, where the collector does not see it. In a run of
 * two hours, hundreds of MB would pile up. The collector does see a large buffer, and runs. Nothing is
 * written to the buffer, so that it takes no real memory.
 *
 * The room in which new objects begin grows during a long run, up to 50 MB in each thread, and an
 * ordinary collection leaves it as it is. Before a buffer is refused, the browser collects
 * everything that it can, and gives that room back.
 */
export class Ballast {
  private readonly isThorough: boolean
  private frameCount = 0
  protected held: ArrayBuffer | null = null

  /** @param isThorough whether the thread may stand still for some hundred ms now and then: a worker may */
  constructor({ isThorough }: { isThorough: boolean }) {
    this.isThorough = isThorough
  }

  /** Called for each frame. */
  add(): void {
    this.frameCount++
    const isDue = this.frameCount % FRAMES_BETWEEN_THOROUGH === FRAMES_BEFORE_THOROUGH
    if (this.isThorough && isDue) collectAll()
    else if (this.frameCount % FRAMES_BETWEEN === 0) this.held = new ArrayBuffer(BYTES)
  }
}

function collectAll(): void {
  try {
    new ArrayBuffer(TOO_MANY_BYTES)
  } catch {
    // It is always refused.
  }
}
