import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import asc from 'assemblyscript/asc'

const QUERY = '?assemblyscript'
const CACHE = fileURLToPath(new URL('../node_modules/.cache/assemblyscript/', import.meta.url))
/** `stub` means no garbage collector: the codecs manage their memory themselves. */
const OPTIONS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd']

/**
 * Compiles AssemblyScript: `import url from './assembly/index.ts?assemblyscript'` gives the URL of
 * the WebAssembly module that this file and its imports become. The build writes it as a file of its
 * own. The development server and the unit tests read it from a cache inside `node_modules`.
 * @returns {import('vite').Plugin}
 */
export function assemblyScript() {
  let isBuild = false
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    configResolved({ command }) {
      isBuild = command === 'build'
    },
    resolveId(specifier, importer) {
      if (!specifier.endsWith(QUERY) || !importer) return null
      return join(dirname(importer.replace(/\?.*$/, '')), specifier)
    },
    async load(id) {
      if (!id.endsWith(QUERY)) return null
      const entry = id.slice(0, -QUERY.length)
      const sources = readSources(dirname(entry))
      for (const path of sources.keys()) this.addWatchFile(path)
      const file = await compile(entry, sources)
      if (isBuild) {
        const name = `${basename(dirname(dirname(entry)))}.wasm`
        const reference = this.emitFile({ type: 'asset', name, source: readFileSync(file) })
        return `export default import.meta.ROLLUP_FILE_URL_${reference}`
      }
      const url = this.environment.name === 'client' ? `/@fs${file}` : pathToFileURL(file).href
      return `export default ${JSON.stringify(url)}`
    },
  }
}

/**
 * All AssemblyScript files of a folder and its subfolders, by path. A change to any of them gives
 * another module.
 * @param {string} folder
 */
function readSources(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  return new Map(names.sort().map((name) => [join(folder, name), read(join(folder, name))]))
}

/**
 * @param {string} entry
 * @param {ReadonlyMap<string, string>} sources
 * @returns {Promise<string>} path of the module in the cache
 */
async function compile(entry, sources) {
  const hash = createHash('sha256').update(JSON.stringify([asc.version, OPTIONS, entry]))
  for (const text of sources.values()) hash.update(text)
  const file = join(CACHE, `${hash.digest('hex').slice(0, 16)}.wasm`)
  try {
    readFileSync(file)
    return file
  } catch {
    // The module is not in the cache.
  }
  /** @type {Uint8Array | null} */
  let binary = null
  const { error, stderr } = await asc.main(
    [basename(entry), '--baseDir', dirname(entry), '--outFile', 'module.wasm', ...OPTIONS],
    {
      readFile: (name, baseDir) => sources.get(join(baseDir, name)) ?? null,
      listFiles: () => [],
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents
      },
    },
  )
  if (error || !binary) throw new Error(`${entry} cannot be compiled:\n${stderr.toString()}`)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(file, binary)
  return file
}

/** @param {string} path */
function read(path) {
  return readFileSync(path, 'utf8')
}
