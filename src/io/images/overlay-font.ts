import regularUrl from '@fontsource/b612/files/b612-latin-400-normal.woff2?url'
import boldUrl from '@fontsource/b612/files/b612-latin-700-normal.woff2?url'
import { OverlaneError } from '../../core/errors.ts'
import { OVERLAY_FONT_FAMILY } from '../../core/draw/parts/text-box.ts'

let loading: Promise<void> | undefined

/**
 * Makes the overlay's own font known to this thread, once. It ships with Overlane, so that text
 * looks the same on every machine.
 * @throws OverlaneError `internal` where the font cannot be loaded
 */
export function loadOverlayFont(): Promise<void> {
  loading ??= Promise.all([load(regularUrl, '400'), load(boldUrl, '700')]).then(
    () => undefined,
    (thrown: unknown) => {
      loading = undefined
      throw new OverlaneError(
        'internal',
        'The font of the overlay could not be loaded, so no text can be drawn. Reload the page.',
        {},
        { cause: thrown },
      )
    },
  )
  return loading
}

async function load(url: string, weight: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  // WebKit sometimes refuses to load the address of a font in a worker; it takes the bytes.
  const bytes = await response.arrayBuffer()
  const face = await new FontFace(OVERLAY_FONT_FAMILY, bytes, { weight }).load()
  // TypeScript's DOM types know the fonts of a document only; a worker has its own.
  const { fonts } = globalThis as unknown as { fonts: FontFaceSet }
  ;(typeof document === 'undefined' ? fonts : document.fonts).add(face)
}
