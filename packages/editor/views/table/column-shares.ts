import { html, nothing, svg, type TemplateResult } from 'lit'
import type { ColumnShares, TableSource } from '../table-source.ts'

/**
 * Delay before shares are loaded, in ms, so that the rows load first and tables that a run shows only briefly are
 * skipped.
 */
const delayMs = 300

/** The null shares and histograms of a table's columns, loaded soon after the table is shown. */
export class TableShares {
  readonly #onChange: () => void
  #source: TableSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #byName: ReadonlyMap<string, ColumnShares> = new Map()

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Whether headers reserve space for shares, even before they are loaded. */
  get isSupported(): boolean {
    return this.#source?.shares !== undefined
  }

  get(column: string): ColumnShares | undefined {
    return this.#byName.get(column)
  }

  setSource(source: TableSource | undefined): void {
    this.#source = source
    this.#byName = new Map()
    this.start()
  }

  /** Loads the shares, unless they are loaded. Call it when the table is connected, and `stop` when it is removed. */
  start(): void {
    const source = this.#source
    clearTimeout(this.#timer)
    if (source?.shares && this.#byName.size === 0) this.#timer = setTimeout(() => void this.#load(source), delayMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #load(source: TableSource): Promise<void> {
    // If the table no longer exists, reading its rows reports the problem.
    const shares = await source.shares?.().catch(() => [])
    if (!shares || source !== this.#source) return
    this.#byName = new Map(shares.map((share) => [share.name, share]))
    this.#onChange()
  }
}

/** Renders the distribution of a column's values above a bar for the share of nulls. */
export function renderColumnShares(shares: ColumnShares | undefined): TemplateResult | typeof nothing {
  if (!shares) return nothing
  const { nulls, bars = [] } = shares
  const width = 100 / Math.max(1, bars.length)
  return html`<svg class="shares" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    ${bars.map((bar, index) => {
      const height = bar === 0 ? 0 : Math.max(1, bar * 9)
      return svg`<rect x=${index * width} y=${9 - height} width=${width * 0.8} height=${height}></rect>`
    })}
    <rect class="filled" y="10" width="100" height="2"></rect>
    ${nulls > 0 ? svg`<rect class="nulls" y="10" width=${Math.max(2, nulls * 100)} height="2"></rect>` : nothing}
  </svg>`
}
