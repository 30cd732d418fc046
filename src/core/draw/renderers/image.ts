import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { drawBox } from '../parts/box.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { pathFault } from '../parts/inner-path.ts'
import { textBoxSpecs } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'

const { position, font, panel } = textBoxSpecs

const specs = {
  file: {
    kind: 'text',
    default: '',
    label: 'File',
    help: 'The path of a PNG, JPEG, WebP, AVIF or BMP inside the recording, such as logo.png.',
  },
  width: { kind: 'number', default: 240, min: 1, max: 10_000, unit: 'px', label: 'Width' },
  height: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'as the image has it',
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Height',
    help: 'The image is never distorted: it is fitted into width and height.',
  },
  opacity: { kind: 'number', default: 1, min: 0, max: 1, label: 'Opacity' },
  radius: { kind: 'number', default: 0, min: 0, max: 10_000, unit: 'px', label: 'Corner radius' },
  position,
  font,
  panel,
  ...rotationSpecs,
} as const satisfies OptionSpecs

type ImageOptions = OptionValues<typeof specs>

/** An image from the recording's folder, such as a logo. */
export const image = defineRenderer({
  label: 'Image',
  needsSensor: false,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  check({ file }) {
    const message = pathFault(file, 'an image', 'logo.png')
    return message === null ? [] : [{ option: 'file', message }]
  },
  images: ({ file }) =>
    pathFault(file, 'an image', 'logo.png') === null ? [{ option: 'file', path: file }] : [],
  draw(surface, { images: [found], options }) {
    if (!found) return {}
    const size = fitted(found, options)
    const { x, y } = drawBox(surface, size, options)
    const rect = { x, y, width: size.widthPx, height: size.heightPx }
    const draw = (): void => surface.drawImage(found, rect, options.opacity)
    if (options.radius === 0) draw()
    else surface.clipTo({ kind: 'rounded', rect, radiusPx: options.radius }, draw)
    return {}
  },
})

/** The largest size of the image's shape inside the width and the height. */
function fitted(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  { width, height }: Pick<ImageOptions, 'width' | 'height'>,
): { widthPx: number; heightPx: number } {
  const scale = Math.min(width / widthPx, (height ?? Infinity) / heightPx)
  return { widthPx: widthPx * scale, heightPx: heightPx * scale }
}
