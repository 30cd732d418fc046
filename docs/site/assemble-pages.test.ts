import { expect, test } from 'vitest'
import { assemblePages } from './assemble-pages.ts'

const documents: Record<string, string> = {
  'README.md': '# App\n## Use\n[details](docs/MORE.md#deep) [file](tool.py)\n## Other\nx\n',
  'docs/MORE.md':
    '# More\n![shot](shot.png) [use](../README.md#use) [out](https://a.example)\n## Deep\n',
}
const pages = [
  { name: 'use', label: 'Use', source: 'README.md', section: 'use' },
  { name: 'more', label: 'More', source: 'docs/MORE.md' },
]
const assemble = (texts = documents): ReturnType<typeof assemblePages> =>
  assemblePages(
    pages,
    (path) => texts[path] ?? '',
    (path) => ['tool.py', 'docs/shot.png'].includes(path),
  )

test('links between documents become links between pages', () => {
  const { texts } = assemble()
  expect(texts.get('use')).toContain('[details](/more.md#deep)')
  expect(texts.get('more')).toContain('[use](/use.md)')
  expect(texts.get('more')).toContain('[out](https://a.example)')
})

test('pictures and linked files are taken into the site', () => {
  const { texts, files } = assemble()
  expect([...files]).toEqual([
    ['tool.py', 'files/tool.py.txt'],
    ['docs/shot.png', 'pictures/shot.png'],
  ])
  expect(texts.get('more')).toContain('![shot](/pictures/shot.png)')
})

test.each(['[a](missing.py)', '[a](#other)', '[a](docs/MORE.md#nowhere)'])(
  'a link that leads to no page and no file is an error: %s',
  (link) => {
    expect(() => assemble({ ...documents, 'README.md': `# App\n## Use\n${link}\n` })).toThrow(
      'which no page of the site has',
    )
  },
)
