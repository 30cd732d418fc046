/** The pages of the documentation: which document, or which section of one, each is made from. */

export interface Page {
  /** Its address below `/docs/`, without the ending. */
  name: string
  /** In the list of pages. */
  label: string
  /** The document, from the folder of the project. */
  source: string
  /** The section of the document, as its address names it. Default: the whole document. */
  section?: string
}

export interface PageGroup {
  label: string
  pages: readonly Page[]
}

/** The page that lists the parts of the API. */
export const API_START = 'api/index'

export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    label: 'Start',
    pages: [
      { name: 'index', label: 'What Overlane does', source: 'docs/HOME.md' },
      { name: 'start', label: 'Start in a minute', source: 'docs/START.md' },
      { name: 'browsers', label: 'Browsers', source: 'README.md', section: 'browsers' },
    ],
  },
  {
    label: 'Use it',
    pages: [
      { name: 'formats', label: 'What it opens', source: 'docs/FORMATS.md' },
      {
        name: 'recording',
        label: 'Recordings and overlane.yaml',
        source: 'README.md',
        section: 'what-a-recording-is',
      },
      { name: 'gallery', label: 'Gallery', source: 'docs/GALLERY.md' },
      {
        name: 'line-up',
        label: 'Line up a log',
        source: 'README.md',
        section: 'how-to-line-up-a-log',
      },
      { name: 'videos', label: 'Videos', source: 'docs/VIDEOS.md' },
      { name: 'output', label: 'What you get', source: 'README.md', section: 'what-you-get' },
      { name: 'terminal', label: 'Terminal', source: 'README.md', section: 'from-a-terminal' },
      { name: 'many-machines', label: 'Many machines', source: 'docs/SCALE-OUT.md' },
    ],
  },
  {
    label: 'Build on it',
    pages: [
      { name: 'renderers', label: 'Your own renderers', source: 'docs/RENDERERS.md' },
      {
        name: 'how-it-works',
        label: 'How it works',
        source: 'README.md',
        section: 'how-the-data-flows',
      },
      { name: API_START, label: 'The API', source: 'docs/API.md' },
    ],
  },
  {
    label: 'How fast',
    pages: [
      {
        name: 'speed',
        label: 'How fast it is',
        source: 'README.md',
        section: 'how-fast-it-is-and-what-limits-it',
      },
      { name: 'comparison', label: 'Beside other tools', source: 'bench/RESULTS.md' },
      { name: 'reach', label: 'Memory, start, long videos', source: 'bench/REACH.md' },
      { name: 'large-logs', label: 'Large logs', source: 'bench/LOGS.md' },
      { name: 'overlay-cost', label: 'What an overlay costs', source: 'bench/OVERLAY.md' },
      { name: 'timeline', label: 'Stage and timeline', source: 'bench/TIMELINE.md' },
      { name: 'sync', label: 'How well logs are lined up', source: 'bench/SYNC.md' },
      { name: 'encoder', label: 'Videos by ffmpeg', source: 'bench/ENCODER.md' },
      { name: 'fleet', label: 'A fleet', source: 'bench/FLEET.md' },
      { name: 'soak', label: 'Long runs', source: 'bench/SOAK.md' },
    ],
  },
  {
    label: 'What is promised',
    pages: [
      { name: 'security', label: 'Security', source: 'SECURITY.md' },
      { name: 'faults', label: 'Faults a run survives', source: 'docs/FAULTS.md' },
      { name: 'damaged-files', label: 'Damaged files', source: 'bench/FUZZ.md' },
    ],
  },
]

export const PAGES: readonly Page[] = PAGE_GROUPS.flatMap(({ pages }) => pages)
