import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vitepress'

/** Publishes the notices of all packages in the site beside it, as their licences require. */
export function listLicences(): Plugin {
  return {
    name: 'overlane-licences',
    apply: 'build',
    generateBundle(_, bundle) {
      const folders = new Set<string>()
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const id of Object.keys(chunk.modules)) {
          const [, folder] = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id) ?? []
          if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder)
        }
      }
      const source = ['# Licences of the packages in this site', ...[...folders].sort().map(notice)]
      this.emitFile({
        type: 'asset',
        fileName: 'third-party-licenses.md',
        source: source.join('\n\n'),
      })
    },
  }
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string }
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return `## ${name} - ${version} (${license ?? 'no licence named'})\n\n${text}`
}
