import type { Calibration } from '../core/draw/camera.ts'
import { randomBetween, randomUnit } from './seeded-random.ts'

/** Options of a sample drive. Each one has a default. */
export interface SampleSceneOptions {
  /** Width of the frames. Default 960. */
  widthPx?: number
  /** Height of the frames. Default 540. */
  heightPx?: number
  /** Number of frames, at 30 frames/s. Default 240. */
  frameCount?: number
  /** Seed of all random numbers. Default 1. */
  seed?: number
}

/** Everything on which the pictures and the logs depend. Both are pure functions of the scene. */
export interface SampleScene {
  seed: number
  widthPx: number
  heightPx: number
  frameCount: number
  durationS: number
  calibration: Calibration
  /** The length of one cycle of accelerating, cruising and braking. */
  cycleS: number
  lowSpeedKmh: number
  highSpeedKmh: number
  /** The phase of the road's bends at its start, in radians. */
  bendPhaseRad: number
}

export const SAMPLE_START_MS = 1_761_525_000_000
export const SAMPLE_FRAMES_PER_SECOND = 30
/** The largest jitter of a frame's time and of a target record. */
export const SAMPLE_JITTER_MS = 2
/** The sensor's height over the road. The sensor is the origin of targets and scenery. */
export const SENSOR_HEIGHT_M = 0.6

/** The uses of random numbers, each with its own stream. */
export const STREAMS = {
  frameJitter: 0,
  targetJitter: 1,
  scene: 2,
  tree: 3,
  cloud: 4,
  hill: 5,
  lane: 6,
} as const

export function createSampleScene(options: SampleSceneOptions = {}): SampleScene {
  const { widthPx = 960, heightPx = 540, frameCount = 240, seed = 1 } = options
  const durationS = frameCount / SAMPLE_FRAMES_PER_SECOND
  return {
    seed,
    widthPx,
    heightPx,
    frameCount,
    durationS,
    calibration: sampleCalibration(widthPx, heightPx),
    cycleS: Math.max(8, durationS / Math.max(1, Math.round(durationS / 12))),
    lowSpeedKmh: Math.round(randomBetween(70, 76, seed, STREAMS.scene, 0)),
    highSpeedKmh: Math.round(randomBetween(93, 99, seed, STREAMS.scene, 1)),
    bendPhaseRad: randomBetween(-0.9, -0.5, seed, STREAMS.scene, 2),
  }
}

/**
 * A camera behind the windscreen: 1.4 m over the road, tilted down by 1.5°, 1.7 m behind the sensor
 * in the bumper. The lens distorts straight lines a little, without folding at the edges of the
 * picture.
 */
function sampleCalibration(widthPx: number, heightPx: number): Calibration {
  const focalPx = 0.9 * widthPx
  return {
    imageWidthPx: widthPx,
    imageHeightPx: heightPx,
    fxPx: focalPx,
    fyPx: focalPx,
    cxPx: widthPx / 2,
    cyPx: heightPx / 2,
    distortion: [-0.02, 0.003, 0, 0, 0],
    rotation: [0.026, 0, 0],
    translation: [0, 0.76, 1.72],
  }
}

/**
 * A frame's time in whole ms, at most 2 ms away from exactly 30 frames/s. The first frame is at the
 * start of the drive.
 */
export function frameTimestampMs(scene: SampleScene, frameIndex: number): number {
  if (frameIndex === 0) return SAMPLE_START_MS
  const jitterMs = jitter(scene.seed, STREAMS.frameJitter, frameIndex)
  return SAMPLE_START_MS + Math.round((frameIndex * 1000) / SAMPLE_FRAMES_PER_SECOND + jitterMs)
}

/** ± 1.5 ms: rounding to whole ms may add another 0.5. */
export function jitter(seed: number, stream: number, index: number): number {
  return (2 * randomUnit(seed, stream, index) - 1) * (SAMPLE_JITTER_MS - 0.5)
}

/** Seconds since the drive's start. */
export function secondsAt(timestampMs: number): number {
  return (timestampMs - SAMPLE_START_MS) / 1000
}
