import type { OverlayImage } from '../../index.ts'

const SIZE = { widthPx: 480, heightPx: 160 }

/** A ring and a word, in place of the image that a renderer would draw. */
export function exampleImage(): OverlayImage {
  const { widthPx, heightPx } = SIZE
  const canvas = new OffscreenCanvas(widthPx, heightPx)
  const context = canvas.getContext('2d')
  if (context) {
    context.lineWidth = heightPx / 8
    context.strokeStyle = context.fillStyle = 'white'
    context.beginPath()
    context.arc(heightPx / 2, heightPx / 2, heightPx * 0.36, 0, 2 * Math.PI)
    context.stroke()
    context.font = `700 ${heightPx * 0.6}px sans-serif`
    context.textBaseline = 'middle'
    context.fillText('LOGO', heightPx * 1.1, heightPx * 0.53)
  }
  return { ...SIZE, bitmap: canvas }
}
