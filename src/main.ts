import { mount } from 'svelte'
import { LIBRARY_PAGE } from './cli/browser/library-page.ts'
import * as api from './index.ts'
import * as measure from './measure/index.ts'
import App from './ui/shell/App.svelte'
import './ui/shell/theme.css'
import './ui/shell/base.css'

declare global {
  /** The library, for scripts in the page, the command line and the tests. */
  var overlane: typeof api & typeof measure
}

globalThis.overlane = { ...api, ...measure }

if (location.search !== new URL(LIBRARY_PAGE, origin).search) {
  const target = document.getElementById('app')
  if (!target) throw new Error('The page has no element with the id "app".')
  mount(App, { target })
}
