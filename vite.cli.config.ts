import { defineConfig } from 'vite'
import { assemblyScript } from './tools/assemblyscript-plugin.mjs'
import { version } from './vite.config.ts'

/** Packages that are installed with Overlane; all others are in the bundle. */
const external = ['commander', 'playwright-core', 'sirv']

/** Builds the command line: `dist-cli/overlane.mjs`. */
export default defineConfig({
  // The bundle refers to the codecs, although they only run in the page.
  plugins: [assemblyScript()],
  define: { __OVERLANE_VERSION__: JSON.stringify(version) },
  publicDir: false,
  ssr: { noExternal: true, external },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist-cli',
    target: 'node20',
    // Functions are sent to the page as source text, which minifying could break.
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'overlane.mjs' } },
  },
})
