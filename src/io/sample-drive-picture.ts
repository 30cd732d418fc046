import { drawLampsAndGantries } from './sample-drive-gantry.ts'
import { createAsphalt, drawRoad } from './sample-drive-road.ts'
import { drawRoadside } from './sample-drive-roadside.ts'
import { createPanorama } from './sample-drive-sky.ts'
import { drawVehicles } from './sample-drive-vehicles.ts'
import { createView } from './sample-drive-view.ts'
import type { Context } from './sample-drive-view.ts'
import { frameTimestampMs, secondsAt } from './sample-scene.ts'
import type { SampleScene } from './sample-scene.ts'

/**
 * Prepares what all frames of a scene share, and returns what paints one: a pure function of scene
 * and index, which fills the whole canvas. It paints from the back to the front; what stands
 * further out beside the road never hides what is further in, so no sorting across the parts is
 * needed.
 */
export function createFramePainter(
  scene: SampleScene,
): (context: Context, frameIndex: number) => void {
  const panorama = createPanorama(scene)
  const asphalt = createAsphalt(scene)
  return (context, frameIndex) => {
    const view = createView(scene, secondsAt(frameTimestampMs(scene, frameIndex)))
    context.resetTransform()
    context.drawImage(panorama.picture, panorama.leftPx(view.headingRad), 0)
    drawRoad(context, view, asphalt)
    drawLampsAndGantries(context, view)
    drawRoadside(context, view)
    drawVehicles(context, view)
  }
}
