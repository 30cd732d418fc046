/** The pictures of renderers: one frame of a generated recording, drawn in a page with the library. */

import type { Page } from '@playwright/test'

/** The time of the frame. */
export const FRAME_MS = 1_761_525_010_400

/** A record of a car ahead, on the right. */
export const CAR_AHEAD = {
  id: 3,
  type: 'car',
  distance_m: 31.5,
  angle_left: 4.5,
  angle_right: 1.3,
  angle_top: 0.8,
  angle_bottom: -2,
}

export interface RendererScene {
  /** As in a project file. */
  renderers: readonly Record<string, unknown>[]
  /** As in a project file. Default: none. */
  theme?: unknown
  /** As in a project file. Default: none. */
  channels?: unknown
  /** The lines of each log, by the name of its sensor. */
  records: Readonly<Record<string, readonly unknown[]>>
  /** The times of all frames. The one at {@link FRAME_MS} is drawn. Default: it alone. */
  frames?: readonly number[]
  /** Default: 640 × 360. */
  widthPx?: number
  heightPx?: number
  /** Default: none. */
  referenceHeight?: number
}

/** Draws the scene on a background from dark to light. @returns a PNG */
export async function drawScene(page: Page, scene: RendererScene): Promise<Buffer> {
  const { pictures } = await draw(page, scene)
  return Buffer.from(pictures[0] ?? '', 'base64')
}

/** Draws each renderer of a scene by itself. @returns a PNG of each */
export async function drawApart(page: Page, scene: RendererScene): Promise<Buffer[]> {
  const { pictures } = await draw(page, scene, 'stripes', 'pictures')
  return pictures.map((base64) => Buffer.from(base64, 'base64'))
}

/** The colours of a picture, one after the other: red, green, blue and alpha of each pixel. */
export type Thumbnail = readonly number[]

/** As {@link drawApart}, in few pixels, in which frames of every size can be compared. */
export async function drawThumbnails(page: Page, scene: RendererScene): Promise<Thumbnail[]> {
  const { pictures } = await draw(page, scene, 'stripes', 'thumbnails')
  return pictures.map((base64) => [...Buffer.from(base64, 'base64')])
}

/** How many pixels of a scene are drawn on, and how many of them the surface does not know of. */
export async function countPixels(
  page: Page,
  scene: RendererScene,
): Promise<{ drawnCount: number; unknownCount: number }> {
  return draw(page, scene, 'none')
}

function draw(
  page: Page,
  scene: RendererScene,
  ground: 'stripes' | 'none' = 'stripes',
  apart: 'none' | 'pictures' | 'thumbnails' = 'none',
): Promise<{ pictures: string[]; drawnCount: number; unknownCount: number }> {
  return page.evaluate(
    async ({
      renderers,
      theme,
      channels,
      records,
      frames: given,
      widthPx = 640,
      heightPx = 360,
      referenceHeight = null,
      frameMs,
      ground,
      apart,
    }) => {
      const { overlane } = globalThis
      await overlane.loadOverlayFont()
      const config = overlane.parseConfig({
        time_zone: 'Asia/Shanghai',
        reference_height: referenceHeight,
        theme,
        channels,
        renderers,
      })
      const times = given ?? [frameMs]
      const frames = new overlane.MemoryDirectory('drive', [
        [
          'timestamps.csv',
          [
            'frame_index,timestamp_ms',
            ...times.map((timeMs, index) => `${12 + index},${timeMs}`),
          ].join('\n'),
        ],
        ...Object.entries(records).map(
          ([sensor, lines]) =>
            [`${sensor}.jsonl`, lines.map((each) => JSON.stringify(each)).join('\n')] as const,
        ),
        [
          'camera_calibration.json',
          JSON.stringify({
            image_width: widthPx,
            image_height: heightPx,
            camera_matrix: [
              [(600 / 640) * widthPx, 0, widthPx / 2],
              [0, (600 / 640) * widthPx, heightPx / 2],
              [0, 0, 1],
            ],
            distortion_coefficients: [-0.1, 0.02, 0.001, -0.001, 0],
            rotation_vector: [0.01, -0.02, 0.005],
            translation_vector: [0.1, 0, 0.2],
          }),
        ],
        ['logo.png', await logo()] as const,
        ...(await Promise.all(
          times.map(async (_, index) => {
            const name = `frame_0000${12 + index}.png`
            return [name, new File([await blankPicture()], name)] as const
          }),
        )),
      ])
      const recording = await overlane.openRecording(frames, { config })
      const plan = overlane.planFrames(recording, config)
      if (plan.problems.length > 0) throw new Error(plan.problems[0]?.message)

      const canvas = new OffscreenCanvas(widthPx, heightPx)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('There is no 2D canvas.')
      const job = plan.jobAt(times.indexOf(frameMs))
      const jobs =
        apart !== 'none' ? job.layers.map((layer) => ({ ...job, layers: [layer] })) : [job]
      let surface = overlane.createSurface(context, { widthPx, heightPx }, job)
      const pictures: string[] = []
      for (const each of jobs) {
        context.clearRect(0, 0, widthPx, heightPx)
        // Eight stripes from dark to light, so that white text, outlines and panels are all visible.
        for (let stripe = 0; ground === 'stripes' && stripe < 8; stripe++) {
          context.fillStyle = `hsl(210 30% ${20 + (stripe / 8) * 60}%)`
          context.fillRect((stripe * widthPx) / 8, 0, widthPx / 8, heightPx)
        }
        surface = overlane.createSurface(context, { widthPx, heightPx }, each)
        overlane.drawOverlay(surface, each, plan)
        const bytes =
          apart === 'thumbnails'
            ? thumbnail()
            : new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
        pictures.push(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
      }
      const { data } = context.getImageData(0, 0, widthPx, heightPx)
      const isKnown = new Uint8Array(widthPx * heightPx)
      for (const { x, y, width, height } of surface.drawnRects) {
        const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))]
        const [right, bottom] = [Math.ceil(x + width), Math.ceil(y + height)]
        for (let row = top; row < Math.min(heightPx, bottom); row++) {
          isKnown.fill(1, row * widthPx + left, row * widthPx + Math.min(widthPx, right))
        }
      }
      let [drawnCount, unknownCount] = [0, 0]
      for (let pixel = 0; pixel < isKnown.length; pixel++) {
        if (data[4 * pixel + 3] === 0) continue
        drawnCount++
        if (isKnown[pixel] === 0) unknownCount++
      }
      return { pictures, drawnCount, unknownCount }

      function thumbnail(): Uint8ClampedArray {
        const [width, height] = [160, 90]
        const context = new OffscreenCanvas(width, height).getContext('2d')
        if (!context) throw new Error('There is no 2D canvas.')
        context.imageSmoothingQuality = 'high'
        context.drawImage(canvas, 0, 0, width, height)
        return context.getImageData(0, 0, width, height).data
      }

      /** A ring and a bar, on a transparent ground. */
      async function logo(): Promise<File> {
        const canvas = new OffscreenCanvas(400, 120)
        const context = canvas.getContext('2d')
        if (!context) throw new Error('There is no 2D canvas.')
        context.lineWidth = 18
        context.strokeStyle = '#ffcc00'
        context.arc(60, 60, 44, 0, 2 * Math.PI)
        context.stroke()
        context.fillStyle = 'white'
        context.fillRect(130, 36, 250, 48)
        return new File([await canvas.convertToBlob()], 'logo.png')
      }

      function blankPicture(): Promise<Blob> {
        const blank = new OffscreenCanvas(640, 360)
        blank.getContext('2d')
        return blank.convertToBlob()
      }
    },
    { ...scene, frameMs: FRAME_MS, ground, apart },
  )
}

/** Letters may differ a little between browser builds. A moved box or a lost line is a fault. */
export const PICTURE_TOLERANCE = { threshold: 0.2, maxDiffPixels: 60 }
