import type { DefaultTheme, MarkdownOptions, UserConfig } from 'vitepress'
import { API_PARTS } from './api-pages.ts'
import { listLicences } from './list-licences.ts'
import { slugOf } from './markdown-sections.ts'
import { PAGE_GROUPS } from './pages.ts'

/** Where the site lies beside the app. */
export const BASE = '/docs/'

/** Colours of code: names that the theme gives colours to. A style attribute would break the policy. */
const CODE_COLOURS = ['keyword', 'string', 'comment', 'constant', 'function', 'parameter'] as const

const markdown: MarkdownOptions = {
  anchor: { slugify: slugOf },
  image: { lazyLoading: true },
  theme: {
    name: 'overlane',
    type: 'dark',
    fg: '#fg',
    bg: '#bg',
    settings: [
      colour('keyword', ['keyword', 'storage', 'entity.name.tag']),
      colour('string', ['string', 'markup.inline']),
      colour('comment', ['comment', 'punctuation.definition.comment']),
      colour('constant', ['constant', 'support.constant', 'variable.language']),
      colour('function', ['entity.name.function', 'support.function', 'entity.name.type']),
      colour('parameter', ['variable.parameter', 'entity.other.attribute-name']),
    ],
  },
  codeTransformers: [
    {
      name: 'classes-for-colours',
      pre(node) {
        delete node.properties.style
      },
      span(node) {
        const { style = '' } = node.properties
        const name = CODE_COLOURS.find((each) => style.toLowerCase().includes(codeOf(each)))
        delete node.properties.style
        if (name) this.addClassToHast(node, `code-${name}`)
      },
    },
  ],
  config(md) {
    // Code that is indented looks like code between fences.
    md.renderer.rules.code_block = (tokens, index, ...rest) => {
      const token = tokens[index]
      if (token) token.info = 'sh'
      return md.renderer.rules.fence?.(tokens, index, ...rest) ?? ''
    }
    // Columns are aligned by a class, because the policy allows no style attribute.
    for (const rule of ['th_open', 'td_open']) {
      md.renderer.rules[rule] = (tokens, index, options, _, self) => {
        const token = tokens[index]
        const style = token?.attrGet('style')
        if (token && style) {
          token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style')
          token.attrJoin('class', style.replace('text-align:', 'to-the-'))
        }
        return self.renderToken(tokens, index, options)
      }
    }
  },
}

/** Stands for a colour in the theme: themes can only name colours by their digits. */
function codeOf(name: (typeof CODE_COLOURS)[number]): string {
  return `#00000${CODE_COLOURS.indexOf(name) + 1}`
}

function colour(
  name: (typeof CODE_COLOURS)[number],
  scope: string[],
): { scope: string[]; settings: { foreground: string } } {
  return { scope, settings: { foreground: codeOf(name) } }
}

const sidebar: DefaultTheme.SidebarItem[] = [
  ...PAGE_GROUPS.map(({ label, pages }) => ({
    text: label,
    items: pages.map((page) => ({
      text: page.label,
      link: `/${page.name.replace(/index$/, '')}`,
    })),
  })),
  {
    text: 'API',
    items: API_PARTS.map(({ name, label }) => ({ text: label, link: `/api/${name}` })),
  },
]

/** Until a reader chooses a theme here, it is the one of the app. */
const THEME_OF_APP = `{
  const [own, app] = ['vitepress-theme-appearance', localStorage.getItem('overlane-theme')]
  if (app && !localStorage.getItem(own)) localStorage.setItem(own, app === 'system' ? 'auto' : app)
}`

export const siteConfig: UserConfig<DefaultTheme.Config> = {
  lang: 'en',
  title: 'Overlane',
  titleTemplate: ':title · Overlane',
  description: 'How to draw what your logs say on every frame of a recording.',
  base: BASE,
  srcDir: '.pages',
  outDir: '../../dist-docs',
  cacheDir: '../../node_modules/.cache/overlane-docs',
  // The theme of the app is dark first as well. The transition would need an inline style.
  appearance: { initialValue: 'dark', disableTransition: false },
  // Without this, each page would have an inline script with the checksums of all pages.
  metaChunk: true,
  // What is no page is looked for after the build.
  ignoreDeadLinks: [/^\/files\//],
  head: [
    ['link', { rel: 'icon', href: '/icons/overlane.svg', type: 'image/svg+xml' }],
    ['script', {}, THEME_OF_APP],
  ],
  markdown,
  themeConfig: {
    logo: { src: '/overlane.svg', alt: '' },
    nav: [{ text: 'Open Overlane', link: '/', target: '_self' }],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    externalLinkIcon: true,
  },
  vite: {
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
    plugins: [listLicences()],
  },
}
