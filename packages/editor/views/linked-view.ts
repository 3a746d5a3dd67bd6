import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Column } from '@aw-flow/schema'
import type { MapSpec } from './map/map-spec.ts'
import type { CustomRegions } from './map/regions.ts'
import type { TableSource } from './table-source.ts'
import type { ColumnFormat } from './table/formats/column-format.ts'
import { unfilteredView, type TableView } from './table/table-view.ts'

/** Initial settings for later tables with the same columns. */
interface CachedSettings {
  readonly formats?: Readonly<Record<string, ColumnFormat>> | undefined
  readonly map?: { readonly spec: MapSpec; readonly regions: CustomRegions | undefined } | undefined
}

/** The view shared by the linked elements of a source. */
class LinkedState extends EventTarget {
  view: TableView

  constructor(view: TableView) {
    super()
    this.view = view
  }
}

/** States by source. The host owns the sources, and an entry is removed together with its source. */
const states = new WeakMap<TableSource, LinkedState>()
/**
 * The latest formats and map, keyed by the table's columns. Each run creates new tables, often with the same columns.
 */
const settingsCache = new Map<string, CachedSettings>()
const maxCachedSettings = 100

const getKey = (columns: readonly Column[]): string => JSON.stringify(columns.map(({ name, type }) => [name, type]))

function cacheSettings(columns: readonly Column[], change: CachedSettings): void {
  const key = getKey(columns)
  const entry = { ...settingsCache.get(key), ...change }
  settingsCache.delete(key)
  settingsCache.set(key, entry)
  const [oldest] = settingsCache.keys()
  if (oldest !== undefined && settingsCache.size > maxCachedSettings) settingsCache.delete(oldest)
}

/** Returns the state of a source. A new source inherits the formats of an earlier source with the same columns. */
function getState(source: TableSource): LinkedState {
  const cached = states.get(source)
  if (cached) return cached
  const formats = settingsCache.get(getKey(source.columns))?.formats
  const state = new LinkedState(formats ? { ...unfilteredView, formats } : unfilteredView)
  states.set(source, state)
  return state
}

/**
 * Shares a table view among all elements that have the same source and the `linked` property. The view is kept even
 * while no such element is shown.
 */
export class LinkedView implements ReactiveController {
  readonly #onChange: (view: TableView) => void
  #source: TableSource | undefined
  #state: LinkedState | undefined

  /** @param onChange - Called after another element changes the view. */
  constructor(host: ReactiveControllerHost, onChange: (view: TableView) => void) {
    this.#onChange = onChange
    host.addController(this)
  }

  /** Links to the view of the source and returns that view, or unlinks if the source is `undefined`. */
  link(source: TableSource | undefined): TableView | undefined {
    this.hostDisconnected()
    this.#source = source
    this.#state = source && getState(source)
    this.hostConnected()
    return this.#state?.view
  }

  /** Changes the view for all linked elements. */
  setView(view: TableView): void {
    if (!this.#source || !this.#state || this.#state.view === view) return
    this.#state.view = view
    cacheSettings(this.#source.columns, { formats: view.formats })
    this.#state.dispatchEvent(new Event('change'))
  }

  get view(): TableView | undefined {
    return this.#state?.view
  }

  /** The map that was last used for a source with the same columns. */
  get map(): CachedSettings['map'] {
    return this.#source && settingsCache.get(getKey(this.#source.columns))?.map
  }

  setMap(map: CachedSettings['map']): void {
    if (this.#source) cacheSettings(this.#source.columns, { map })
  }

  hostConnected(): void {
    this.#state?.addEventListener('change', this.#onStateChange)
  }

  hostDisconnected(): void {
    this.#state?.removeEventListener('change', this.#onStateChange)
  }

  readonly #onStateChange = (): void => {
    if (this.#state) this.#onChange(this.#state.view)
  }
}
