export type PanelName = 'recording' | 'overlay'

interface Panel {
  widthPx: number
  isFolded: boolean
}

const STORAGE_KEY = 'overlane-panels'
export const NARROWEST_PX = 220
export const WIDEST_PX = 560
const DEFAULTS: Readonly<Record<PanelName, Panel>> = {
  recording: { widthPx: 260, isFolded: false },
  overlay: { widthPx: 300, isFolded: false },
}

/** The widths of the side panels, and which are folded. The browser remembers them. */
export class PanelsState {
  #panels = $state.raw<Readonly<Record<PanelName, Panel>>>(stored())

  widthPx(name: PanelName): number {
    return this.#panels[name].widthPx
  }
  isFolded(name: PanelName): boolean {
    return this.#panels[name].isFolded
  }

  /** A folded panel is unfolded by it. While it is dragged, nothing is stored. */
  setWidth(name: PanelName, widthPx: number): void {
    const fitting = Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, widthPx)))
    this.#set(name, { widthPx: fitting, isFolded: false })
  }

  reset(name: PanelName): void {
    this.#set(name, DEFAULTS[name])
    this.store()
  }

  toggle(name: PanelName): void {
    this.#set(name, { ...this.#panels[name], isFolded: !this.isFolded(name) })
    this.store()
  }

  /** The next visit begins with the panels as they are now. */
  store(): void {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#panels))
  }

  #set(name: PanelName, panel: Panel): void {
    this.#panels = { ...this.#panels, [name]: panel }
  }
}

/** What was stored last. Another version of the page may have stored something else. */
function stored(): Record<PanelName, Panel> {
  try {
    const found = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<
      Record<PanelName, Partial<Panel>>
    >
    const panelOf = (name: PanelName): Panel => {
      const { widthPx, isFolded } = found[name] ?? {}
      const isFitting = Number(widthPx) >= NARROWEST_PX && Number(widthPx) <= WIDEST_PX
      return {
        widthPx: isFitting ? Number(widthPx) : DEFAULTS[name].widthPx,
        isFolded: isFolded === true,
      }
    }
    return { recording: panelOf('recording'), overlay: panelOf('overlay') }
  } catch {
    return DEFAULTS
  }
}
