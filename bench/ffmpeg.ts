/** ffmpeg, from images to images and from a video to a video, with its own threads. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DrawingStep } from './drawing.ts'
import { framePattern, videoPath } from './frame-sets.ts'
import { ask, execute } from './command.ts'
import { measureFrames } from './method.ts'
import type { Tool } from './method.ts'
import { measureVideo } from './video-result.ts'

/** @param folder for temporary files; it is created here */
export async function ffmpeg(drawing: readonly DrawingStep[], folder: string): Promise<Tool> {
  const [, version] = /^ffmpeg version (\S+)/.exec((await ask('ffmpeg', '-version')) ?? '') ?? []
  const filters = (await ask('ffmpeg', '-hide_banner', '-filters')) ?? ''
  const encoders = (await ask('ffmpeg', '-hide_banner', '-encoders')) ?? ''
  const obstacle = !version
    ? 'ffmpeg is not installed'
    : filters.includes(' drawtext ')
      ? null
      : 'this ffmpeg has no drawtext'
  mkdirSync(folder)
  const font = await copyFont(folder)
  const filter = drawing.flatMap((step) => filtersOf(step, folder, font)).join(',')
  /** @returns frames/s */
  const measure = async (frameCount: number, input: string, coding: string[]): Promise<number> => {
    const args = ['-v', 'error', '-nostdin', '-i', input, '-vf', filter, ...coding]
    const startMs = performance.now()
    await execute('ffmpeg', args, { cwd: folder })
    return (frameCount * 1000) / (performance.now() - startMs)
  }
  const common = { version: `ffmpeg ${version ?? ''}`, isFor: () => true }
  return {
    frames: [
      {
        ...common,
        name: 'ffmpeg',
        obstacle,
        async run(set, output) {
          const quality = set.extension === '.jpg' ? ['-q:v', '2'] : []
          const target = ['-start_number', '0', join(output, `frame_%06d${set.extension}`)]
          const coding = [...quality, ...target]
          const framesPerSecond = await measure(set.frameCount, framePattern(set), coding)
          return { framesPerSecond, bytesPerFrame: measureFrames(set, output) }
        },
      },
    ],
    videos: ['veryfast', 'medium'].map((preset) => ({
      ...common,
      name: `ffmpeg -preset ${preset}`,
      obstacle: obstacle ?? (encoders.includes(' libx264 ') ? null : 'this ffmpeg has no libx264'),
      async run(set, output) {
        const made = join(output, 'drawn.mp4')
        const coding = ['-c:v', 'libx264', '-preset', preset, made]
        const framesPerSecond = await measure(set.frameCount, videoPath(set), coding)
        return { framesPerSecond, ...(await measureVideo(set, made)) }
      },
    })),
  }
}

/**
 * Copies a font of fontconfig to a name that needs no quotes in a filter. Returns the filter's
 * option for it; '' if there is none, then ffmpeg chooses the font.
 */
async function copyFont(folder: string): Promise<string> {
  const file = await ask('fc-match', '-f', '%{file}', 'sans')
  if (!file) return ''
  copyFileSync(file, join(folder, 'font'))
  return ':fontfile=font'
}

function filtersOf(step: DrawingStep, folder: string, font: string): string {
  const color = (hex: string): string => hex.replace('#', '0x')
  if (step.kind === 'text') {
    // Text from a file needs no quotes in the filter.
    const name = `text-${step.x}-${step.y}`
    writeFileSync(join(folder, name), step.text)
    // Overlane's outline is centred on the edge of the letters. ffmpeg's border lies outside of it.
    const outline = step.outline
      ? `:bordercolor=${color(step.outline.color)}:borderw=${Math.round(step.outline.thicknessPx / 2)}`
      : ''
    const at = `x=${step.x}:y=${step.y}-ascent`
    return `drawtext=textfile=${name}:expansion=none${font}:fontsize=${step.sizePx}:${at}:fontcolor=${color(step.color)}${outline}`
  }
  // Overlane's stroke is centred on the edge of the box. `drawbox` draws inside of it.
  const growPx = step.kind === 'stroke' ? step.thicknessPx / 2 : 0
  const [x, y] = [step.x - growPx, step.y - growPx].map(Math.round)
  const [width, height] = [step.width + 2 * growPx, step.height + 2 * growPx].map(Math.round)
  const box = `drawbox=x=${x}:y=${y}:w=${width}:h=${height}`
  return step.kind === 'fill'
    ? `${box}:color=${color(step.color)}@${step.alpha}:t=fill`
    : `${box}:color=${color(step.color)}:t=${Math.round(step.thicknessPx)}`
}
