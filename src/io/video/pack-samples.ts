import type { Output } from 'mediabunny'

/** What the library keeps of a packet of an MP4 until the end, where it writes the tables of the file. */
interface Sample {
  timestamp: number
  decodeTimestamp: number
  duration: number
  /** Null when it is written. */
  data: Uint8Array | null
  size: number
  type: 'key' | 'delta'
  /** Of no use in a file that has one table of all samples. */
  timescaleUnitsToNextSample: number
}

interface Track {
  samples: Sample[]
  /** The last samples. Their times may change until the next key frame. */
  timestampProcessingQueue: Sample[]
  /** The chunks that are written. */
  finalizedChunks: { samples: Sample[] }[]
}

const BLOCK_LENGTH = 4096

/** Some samples as numbers. */
class Block {
  readonly timestamps = new Float64Array(BLOCK_LENGTH)
  readonly decodeTimestamps = new Float64Array(BLOCK_LENGTH)
  readonly durations = new Float64Array(BLOCK_LENGTH)
  readonly sizes = new Uint32Array(BLOCK_LENGTH)
  readonly isKey = new Uint8Array(BLOCK_LENGTH)
}

class PackedSample implements Sample {
  private readonly block: Block
  private readonly index: number

  constructor(block: Block, index: number, sample: Sample) {
    this.block = block
    this.index = index
    this.timestamp = sample.timestamp
    this.decodeTimestamp = sample.decodeTimestamp
    block.durations[index] = sample.duration
    block.sizes[index] = sample.size
    block.isKey[index] = Number(sample.type === 'key')
  }

  get timestamp(): number {
    return this.block.timestamps[this.index] ?? NaN
  }
  set timestamp(timestamp: number) {
    this.block.timestamps[this.index] = timestamp
  }
  get decodeTimestamp(): number {
    return this.block.decodeTimestamps[this.index] ?? NaN
  }
  set decodeTimestamp(timestamp: number) {
    this.block.decodeTimestamps[this.index] = timestamp
  }
  get duration(): number {
    return this.block.durations[this.index] ?? NaN
  }
  get size(): number {
    return this.block.sizes[this.index] ?? NaN
  }
  get type(): Sample['type'] {
    return this.block.isKey[this.index] === 1 ? 'key' : 'delta'
  }
  get data(): null {
    return null
  }
  get timescaleUnitsToNextSample(): number {
    return 0
  }
}

/** How far a track is packed. */
interface Progress {
  sampleCount: number
  chunkCount: number
  block: Block
}

/**
 * Packs what the library keeps of the packets of an MP4. An object for each of them takes 90 bytes, and
 * two hours of video have 200,000 frames and twice as many packets of sound.
 */
export class SamplePacker {
  private readonly tracks: readonly Track[]
  private readonly progress = new Map<Track, Progress>()

  /** @param output an MP4 that is not fragmented, and not made in memory */
  constructor(output: Output) {
    // The library has no public way to them. Where another version has none at all, nothing is packed.
    const { _muxer: muxer } = output as unknown as { _muxer?: { trackDatas?: readonly Track[] } }
    this.tracks = muxer?.trackDatas ?? []
  }

  /** Packs the samples that do not change any more. @returns how many are packed now */
  pack(): number {
    return this.tracks.reduce((sum, track) => sum + this.packTrack(track), 0)
  }

  private packTrack(track: Track): number {
    const { samples, timestampProcessingQueue: queue, finalizedChunks } = track
    const progress = this.progress.get(track) ?? {
      sampleCount: 0,
      chunkCount: 0,
      block: new Block(),
    }
    this.progress.set(track, progress)
    // The library may still write into the last sample before the queue.
    const end = samples.length - queue.length - 1
    while (progress.sampleCount < end) {
      const sample = samples[progress.sampleCount]
      if (!sample || sample.data !== null) break
      const index = progress.sampleCount % BLOCK_LENGTH
      if (index === 0) progress.block = new Block()
      samples[progress.sampleCount++] = new PackedSample(progress.block, index, sample)
    }
    for (; progress.chunkCount < finalizedChunks.length; progress.chunkCount++) {
      const chunk = finalizedChunks[progress.chunkCount]
      if (chunk) chunk.samples = []
    }
    return progress.sampleCount
  }
}
