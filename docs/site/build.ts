/** `npm run docs`: builds the documentation into `dist-docs`, and puts it beside the built app. */

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { projectFolder, runInstalled } from '../../tools/setup.mjs'
import { API_PARTS, apiPages } from './api-pages.ts'
import { assemblePages } from './assemble-pages.ts'
import { findDeadLinks } from './check-links.ts'
import { strictPage, strictStyles } from './make-strict.ts'
import { API_START, PAGES } from './pages.ts'
import { BASE } from './site-config.ts'

const site = join(projectFolder, 'docs', 'site')
const pagesFolder = join(site, '.pages')
const built = join(projectFolder, 'dist-docs')
const api = join(projectFolder, 'node_modules', '.cache', 'overlane-api')

async function build(): Promise<void> {
  for (const folder of [pagesFolder, built]) rmSync(folder, { recursive: true, force: true })
  await writePages()
  if (!(await runInstalled('vitepress/bin/vitepress.js', ['build', site]))) {
    throw new Error('VitePress could not build the pages; it says why above.')
  }
  makeStrict()
  const files = filesIn(built)
  const pages = files.filter((path) => path.endsWith('.html'))
  const dead = findDeadLinks(
    new Map(pages.map((path) => [path, readFileSync(join(built, path), 'utf8')])),
    new Set(files),
    BASE,
  )
  if (dead.length > 0) throw new Error(`Dead links:\n${dead.join('\n')}`)
  placeBesideApp()
}

async function writePages(): Promise<void> {
  const { texts, files } = assemblePages(
    PAGES,
    (path) => readFileSync(join(projectFolder, path), 'utf8'),
    (path) => existsSync(join(projectFolder, path)),
  )
  const parts = API_PARTS.map(({ name, label, about }) => `- [${label}](/api/${name}.md): ${about}`)
  const start = `${texts.get(API_START) ?? ''}\n${parts.join('\n')}\n`
  const all = new Map([...texts, ...(await makeApiPages())]).set(API_START, start)
  for (const [name, text] of all) write(join(pagesFolder, `${name}.md`), text)
  const shown = new Map(files).set('public/icons/overlane.svg', 'overlane.svg')
  for (const [file, place] of shown) {
    const target = join(pagesFolder, 'public', place)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(projectFolder, file), target)
  }
}

async function makeApiPages(): Promise<Map<string, string>> {
  rmSync(api, { recursive: true, force: true })
  const args = ['--options', join(site, 'typedoc.json'), '--out', api]
  if (!(await runInstalled('typedoc/bin/typedoc', args))) {
    throw new Error('TypeDoc could not read the API; it says why above.')
  }
  const files = filesIn(api).filter((path) => path.includes('/'))
  return apiPages(new Map(files.map((path) => [path, readFileSync(join(api, path), 'utf8')])))
}

function makeStrict(): void {
  for (const path of filesIn(built)) {
    const file = join(built, path)
    if (path.endsWith('.html')) {
      const { html, files } = strictPage(readFileSync(file, 'utf8'), BASE)
      for (const { name, content } of files) write(join(built, name), content)
      writeFileSync(file, html)
    } else if (path.endsWith('.css')) {
      const { css, files } = strictStyles(readFileSync(file, 'utf8'), BASE)
      for (const { name, content } of files) write(join(built, name), content)
      writeFileSync(file, css)
    }
  }
}

function placeBesideApp(): void {
  const app = join(projectFolder, 'dist')
  if (!existsSync(join(app, 'index.html'))) return
  rmSync(join(app, 'docs'), { recursive: true, force: true })
  cpSync(built, join(app, 'docs'), { recursive: true })
}

/** The paths of all files in a folder and the folders in it, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

try {
  await build()
  process.stdout.write(`The documentation is in ${relative(process.cwd(), built)}.\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
