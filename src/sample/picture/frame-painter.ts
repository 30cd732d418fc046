import { drawLampsAndGantries } from './gantry.ts'
import { createAsphalt, drawRoad } from './road.ts'
import { drawRoadside } from './roadside.ts'
import { createPanorama } from './sky.ts'
import { drawVehicles } from './vehicles.ts'
import { createView } from './view.ts'
import type { Context } from './view.ts'
import { frameTimestampMs, secondsAt } from '../scene.ts'
import type { SampleScene } from '../scene.ts'

/** Paints the frames of a scene by their index. See {@link createScenePainter}. */
export function createFramePainter(
  scene: SampleScene,
): (context: Context, frameIndex: number) => void {
  const paint = createScenePainter(scene)
  return (context, frameIndex) => paint(context, secondsAt(frameTimestampMs(scene, frameIndex)))
}

/**
 * Prepares what all pictures of a scene share, and returns the function that paints one of them. It is
 * a pure function of the scene and the time, and fills the whole canvas. It paints from the back
 * to the front. Objects farther from the road never hide nearer ones, so the parts of the picture
 * need not be sorted against each other.
 */
export function createScenePainter(scene: SampleScene): (context: Context, timeS: number) => void {
  const panorama = createPanorama(scene)
  const asphalt = createAsphalt(scene)
  return (context, timeS) => {
    const view = createView(scene, timeS)
    context.resetTransform()
    context.drawImage(panorama.picture, panorama.leftPx(view.headingRad), 0)
    drawRoad(context, view, asphalt)
    drawLampsAndGantries(context, view)
    drawRoadside(context, view)
    drawVehicles(context, view)
  }
}
