/** Writes docs/GALLERY.md: the renderers and layouts with their options and test pictures. */

import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'vite'

const server = await createServer({ server: { middlewareMode: true }, appType: 'custom' })
try {
  const { galleryText } = await server.ssrLoadModule('/src/core/gallery/gallery-text.ts')
  writeFileSync('docs/GALLERY.md', galleryText(readdirSync('e2e/pictures')))
} finally {
  await server.close()
}
