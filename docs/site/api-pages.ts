import { headingsOf } from './markdown-sections.ts'
import { rewriteLinks } from './rewrite-links.ts'

/** A page of the API, with everything that is defined below these folders of the source. */
interface ApiPart {
  name: string
  label: string
  about: string
  folders: readonly string[]
}

/** The first one that fits counts. */
export const API_PARTS: readonly ApiPart[] = [
  {
    name: 'opening',
    label: 'Opening recordings',
    about: 'Folders, files, videos and logs become a recording.',
    folders: ['io/', 'sample/', 'core/recording/'],
  },
  {
    name: 'settings',
    label: 'Settings and layouts',
    about: 'What is drawn and written, as `overlane.yaml` says it.',
    folders: ['core/config/', 'core/layout/', 'core/own/'],
  },
  {
    name: 'planning',
    label: 'Plans, times and sync',
    about: 'Which records every frame shows, and where a log lies on the clock of the video.',
    folders: ['core/plan/', 'core/time/', 'core/sync/', 'core/curves/', 'engine/sync/'],
  },
  {
    name: 'drawing',
    label: 'Drawing',
    about: 'Renderers, surfaces and places on the picture.',
    folders: ['core/draw/'],
  },
  {
    name: 'rendering',
    label: 'Rendering',
    about: 'Runs, their workers, their reports, and what a later run keeps.',
    folders: ['engine/'],
  },
  {
    name: 'words',
    label: 'Problems, numbers and names',
    about: 'Errors as data, and text for people.',
    folders: ['core/'],
  },
]

/** Who searches looks for the guide, and the API has many more headings. */
const NOT_SEARCHED = '---\nsearch: false\n---'

/** The chapters of a page, in this order, and the folders in which TypeDoc puts their members. */
const KINDS = [
  { label: 'Functions', folders: ['functions'] },
  { label: 'Classes', folders: ['classes'] },
  { label: 'Values', folders: ['variables', 'enumerations'] },
  { label: 'Types', folders: ['interfaces', 'type-aliases'] },
] as const

interface Member {
  name: string
  part: ApiPart
  kind: string
  text: string
}

/**
 * Makes a page of each part of the API from TypeDoc's files, which have one member each.
 * @param files TypeDoc's text, by its path: `functions/planFrames.md`
 * @returns the text of each page, by its name: `api/planning`
 */
export function apiPages(files: ReadonlyMap<string, string>): Map<string, string> {
  const members = new Map([...files].map(([path, text]) => [path, readMember(path, text)]))
  const pages = new Map<string, string>()
  for (const part of API_PARTS) {
    const chapters = KINDS.flatMap(({ label, folders }) => {
      const found = [...members].filter(
        ([, member]) => member.part === part && folders.some((each) => each === member.kind),
      )
      if (found.length === 0) return []
      const texts = found
        .sort(([, a], [, b]) => a.name.localeCompare(b.name, 'en'))
        .map(([path, { text }]) => linkMembers(text, path, members))
      return [`## ${label}`, ...texts]
    })
    pages.set(
      `api/${part.name}`,
      [NOT_SEARCHED, `# ${part.label}`, part.about, ...chapters].join('\n\n') + '\n',
    )
  }
  return pages
}

function readMember(path: string, text: string): Member {
  const [kind = '', file = ''] = path.split('/')
  const [, place = ''] = /^Defined in: \[(\S+?):\d+\]/m.exec(text) ?? []
  const part = API_PARTS.find(({ folders }) => folders.some((folder) => place.startsWith(folder)))
  if (!part) throw new Error(`${path} is of "${place}", which no part of the API names.`)
  return { name: file.replace(/\.md$/, ''), part, kind, text: asChapter(text, kind) }
}

/** The text of a member as a part of a page: its title is a heading of the third level. */
function asChapter(text: string, kind: string): string {
  const lines = withoutPlaces(text.split('\n'))
  for (const { level, text: title, lineIndex } of headingsOf(lines.join('\n'))) {
    lines[lineIndex] =
      level === 1
        ? `### ${nameIn(title)} {#${anchorOf(title, kind)}}`
        : level === 3
          ? `#### ${title}`
          : `**${title}**`
  }
  return lines
    .join('\n')
    .replace(/<a id="[^"]*"><\/a> /g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Leaves out where members are defined, also as the last column of a table. */
function withoutPlaces(lines: readonly string[]): string[] {
  let isTable = false
  return lines
    .filter((line) => !line.startsWith('Defined in: '))
    .map((line) => {
      isTable = line.startsWith('|') && (isTable || line.endsWith('| Defined in |'))
      return isTable ? line.replace(/ \|[^|]*\|$/, ' |') : line
    })
}

/** `Function: planFrames()` → `planFrames()` */
function nameIn(title: string): string {
  return title.replace(/^[A-Z][a-z]+( Alias)?: /, '')
}

/** Types have anchors of their own kind: some differ from a function only by capitals. */
function anchorOf(title: string, kind: string): string {
  const name = nameIn(title).replace(/\(\)$|\\?<.*$|\\/g, '')
  return `${kind === 'interfaces' || kind === 'type-aliases' ? 'type-' : ''}${name.toLowerCase()}`
}

function linkMembers(text: string, path: string, members: ReadonlyMap<string, Member>): string {
  return rewriteLinks(text, path, (file) => {
    const member = members.get(file)
    if (!member) throw new Error(`${path} links to ${file}, which is not there.`)
    const [, anchor = ''] = /\{#([^}]+)\}/.exec(member.text) ?? []
    return `./${member.part.name}.md#${anchor}`
  })
}
