import { cpSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import type { Plugin } from 'vite'
import {
  configSchema,
  LAYOUT_SCHEMA_FILE_NAME,
  layoutSchema,
  SCHEMA_FILE_NAME,
} from './src/core/config/config-schema.ts'
import { assemblyScript } from './tools/assemblyscript-plugin.mjs'
import { notices } from './tools/notices-plugin.mjs'

/** The headers that every host must send. Only `public/_headers` defines them. */
const headers = Object.fromEntries(
  readFileSync(new URL('public/_headers', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => [
      line.slice(0, line.indexOf(':')).trim(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
)

export const { version } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
) as {
  version: string
}

/** Publishes the schemas of `overlane.yaml` and of layout files beside the app. */
function schemaFiles(): Plugin {
  return {
    name: 'overlane-schemas',
    generateBundle() {
      const schemas = {
        [SCHEMA_FILE_NAME]: configSchema(),
        [LAYOUT_SCHEMA_FILE_NAME]: layoutSchema(),
      }
      for (const [fileName, schema] of Object.entries(schemas)) {
        this.emitFile({ type: 'asset', fileName, source: JSON.stringify(schema, null, 2) })
      }
    },
  }
}

/** Puts the documentation beside the app, if `npm run docs` has built it. */
function documentation(): Plugin {
  return {
    name: 'overlane-documentation',
    apply: 'build',
    writeBundle({ dir }) {
      const built = fileURLToPath(new URL('dist-docs', import.meta.url))
      if (dir !== undefined && existsSync(built)) cpSync(built, `${dir}/docs`, { recursive: true })
    },
  }
}

/** The files go to this machine only: to pack them for each request takes longer than to send them. */
function unpackedPreview(): Plugin {
  return {
    name: 'overlane-unpacked-preview',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        delete request.headers['accept-encoding']
        next()
      })
    },
  }
}

const thirdParty = notices()

const TESTS = ['{src,bench,e2e,docs}/**/*.test.ts']
/** Tests that replace a module, which the tests of other files would then get as well. */
const REPLACING = [
  'src/engine/native/native-run.test.ts',
  'src/io/video/video-reader.test.ts',
  'src/ui/stage/stage-frames.test.ts',
  'src/ui/state/preview-state.test.ts',
]

export default defineConfig({
  plugins: [
    assemblyScript(),
    svelte(),
    schemaFiles(),
    documentation(),
    unpackedPreview(),
    thirdParty.app,
    // Builds the service worker, and tells it the files of the app. The page installs it itself.
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/ui/offline',
      filename: 'service-worker.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*'],
        // The documentation is read with a network.
        globIgnores: ['_headers', 'service-worker.js', SCHEMA_FILE_NAME, 'docs/**'],
      },
    }),
  ],

  // This file replaces the package, which the Content-Security-Policy would block.
  resolve: {
    alias: {
      'binary-parser': fileURLToPath(new URL('src/io/logs/binary-parser.ts', import.meta.url)),
    },
  },
  define: { __OVERLANE_VERSION__: JSON.stringify(version) },
  build: {
    target: 'chrome120',
    // Inlined fonts would be `data:` URLs, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The first load is one file: dozens of small ones are packed worse, and each is a request.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] } },
    },
  },
  worker: { format: 'es', plugins: () => [assemblyScript(), thirdParty.worker] },
  preview: { headers, port: 4173 },
  test: {
    environment: 'node',
    setupFiles: ['tools/seed-properties.mjs'],
    // The machine may be busy. A test that hangs is still found.
    testTimeout: 30_000,
    // What a test puts in the place of a global or a function ends with it.
    unstubGlobals: true,
    restoreMocks: true,
    // Test files share the modules that they load, which halves the time, if they replace none.
    projects: [
      { extends: true, test: { name: 'unit', include: TESTS, exclude: REPLACING, isolate: false } },
      { extends: true, test: { name: 'replacing', include: REPLACING } },
    ],
  },
})
