import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'
import { assemblyScript } from './tools/assemblyscript-plugin.mjs'
import { version } from './vite.config.ts'

const { peerDependencies: fleetPackages } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
) as { peerDependencies: Record<string, string> }

/** Packages that are installed with Overlane, or beside it for a fleet; all others are in the bundle. */
const external = ['commander', 'playwright-core', 'sirv', ...Object.keys(fleetPackages)]

/** As `npm install` takes them. */
const fleetInstall = Object.entries(fleetPackages).map(([name, range]) => `${name}@${range}`)

/**
 * Builds the command line: `dist-cli/overlane.mjs`, the commands of a fleet, which it loads when they are
 * typed, the process that renders for a worker, and the thread that checks receipts.
 */
export default defineConfig({
  // The bundle refers to the codecs, although they only run in the page.
  plugins: [assemblyScript()],
  define: {
    __OVERLANE_VERSION__: JSON.stringify(version),
    __FLEET_PACKAGES__: JSON.stringify(fleetInstall.join(' ')),
  },
  publicDir: false,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    outDir: 'dist-cli',
    target: 'node20',
    // Functions are sent to the page as source text, which minifying could break.
    minify: false,
    rolldownOptions: {
      input: {
        overlane: 'src/cli/main.ts',
        fleet: 'src/fleet/fleet-program.ts',
        'fleet-child': 'src/fleet/child/render-child.ts',
        'receipt-thread': 'src/cli/chunks/receipt-thread.ts',
      },
      // All in one folder: what they share finds the app beside it.
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
})
