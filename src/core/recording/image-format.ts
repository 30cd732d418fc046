/** Formats that frames may come in. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'bmp'

/** Formats that a browser can encode. */
export type EncodedFormat = 'png' | 'jpeg' | 'webp'

/** The image file endings Overlane knows, each with its format. */
export const IMAGE_EXTENSIONS: Readonly<Record<string, ImageFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
  '.avif': 'avif',
  '.bmp': 'bmp',
}

/** `.jpg` of `Frame.JPG`; '' without one. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.')
  return dot < 0 ? '' : fileName.slice(dot).toLowerCase()
}

const IMAGE_NAME = new RegExp(
  `(?:${Object.keys(IMAGE_EXTENSIONS).join('|').replaceAll('.', '\\.')})$`,
  'i',
)

export function isImageName(fileName: string): boolean {
  return IMAGE_NAME.test(fileName)
}
