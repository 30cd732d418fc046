/** Runs in a page: films drives through the sample's scenery, and measures the pictures. */

import type { PictureSignals } from '../../src/core/sync/picture/picture-meter.ts'
import { PictureMeter } from '../../src/core/sync/picture/picture-meter.ts'
import { GREY_HEIGHT_PX, GREY_WIDTH_PX } from '../../src/core/sync/picture/grey-size.ts'
import { greyOf } from '../../src/engine/sync/grey-of.ts'
import { createScenePainter } from '../../src/sample/picture/frame-painter.ts'
import { createSampleScene } from '../../src/sample/scene.ts'
import { randomUnit } from '../../src/sample/seeded-random.ts'
import type { DriveFilm } from './drive-film.ts'

const WIDTH_PX = 480
const HEIGHT_PX = 270
/** The scenery passes at this speed; the film runs through it faster or slower. */
const SCENE_KMH = 72

/** @returns what a camera in the car sees of the drive */
export function filmDrive(film: DriveFilm): PictureSignals {
  const scene = {
    ...createSampleScene({
      widthPx: WIDTH_PX,
      heightPx: HEIGHT_PX,
      frameCount: film.timesMs.length,
      seed: film.seed,
    }),
    lowSpeedKmh: SCENE_KMH,
    highSpeedKmh: SCENE_KMH,
  }
  if (film.focalShare !== undefined) {
    const focalPx = film.focalShare * WIDTH_PX
    scene.calibration = {
      ...scene.calibration,
      fxPx: focalPx,
      fyPx: focalPx,
      rotation: [film.pitchRad ?? 0.026, 0, 0],
      translation: [0, film.heightM ?? 0.76, 1.72],
    }
  }
  const paint = createScenePainter(scene)
  const scenery = contextOf(WIDTH_PX, HEIGHT_PX)
  const picture = contextOf(WIDTH_PX, HEIGHT_PX)
  const meter = new PictureMeter()
  film.timesMs.forEach((timeMs, index) => {
    paint(scenery, (film.travelledM[index] as number) / (SCENE_KMH / 3.6))
    const { rightPx = 0, downPx = 0, rollRad = 0, gain = 1 } = film.views?.[index] ?? {}
    picture.resetTransform()
    picture.filter = gain === 1 ? 'none' : `brightness(${gain})`
    picture.translate(WIDTH_PX / 2 - rightPx, HEIGHT_PX / 2 - downPx)
    picture.rotate(-rollRad)
    // Edges that the shaking camera would show beyond the painted picture are cut off.
    if (film.views) picture.scale(1.2, 1.2)
    picture.drawImage(scenery.canvas, -WIDTH_PX / 2, -HEIGHT_PX / 2)
    if (film.noise) addNoise(picture, film.noise, film.seed, index)
    meter.add(greyOf(picture.canvas, GREY), timeMs)
  })
  return meter.finish()
}

const GREY = contextOf(GREY_WIDTH_PX, GREY_HEIGHT_PX)

function contextOf(widthPx: number, heightPx: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (!context) throw new Error('This browser gave no 2D canvas.')
  return context
}

/** The noise of a sensor in the dark: every pixel by itself. */
function addNoise(
  context: OffscreenCanvasRenderingContext2D,
  noise: number,
  seed: number,
  frame: number,
): void {
  const image = context.getImageData(0, 0, WIDTH_PX, HEIGHT_PX)
  const { data } = image
  let state = Math.floor(randomUnit(seed, 77, frame) * 2 ** 32) | 1
  for (let at = 0; at < data.length; at += 4) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const added =
      (noise * ((state & 0xff) + ((state >>> 8) & 0xff) + ((state >>> 16) & 0xff) - 382)) / 128
    for (let channel = 0; channel < 3; channel++) {
      data[at + channel] = (data[at + channel] as number) + added
    }
  }
  context.putImageData(image, 0, 0)
}
