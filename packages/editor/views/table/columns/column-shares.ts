import { html, nothing, svg, type TemplateResult } from 'lit'
import type { ColumnShares, TableSource } from '../../table-source.ts'

/**
 * Delay before distributions are loaded, in milliseconds. The rows load first, and tables that a run displays only
 * briefly are skipped.
 */
const delayMs = 300

/** How long distributions wait for a run, in milliseconds. The tables of a longer run show them while it continues. */
const maxBusyMs = 5_000

/** Null percentages and histograms of a table's columns, loaded shortly after the table is displayed. */
export class TableDistributions {
  readonly #onChange: () => void
  #source: TableSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #distributionByColumn: ReadonlyMap<string, ColumnShares> = new Map()

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Whether the source provides distributions. If so, headers reserve space for them before they are loaded. */
  get isSupported(): boolean {
    return this.#source?.getShares !== undefined
  }

  get(column: string): ColumnShares | undefined {
    return this.#distributionByColumn.get(column)
  }

  setSource(source: TableSource | undefined): void {
    this.#source = source
    this.#distributionByColumn = new Map()
    this.start()
  }

  /**
   * Loads the distributions after a delay unless they are already loaded. Call this when the table is connected, and
   * `stop` when it is disconnected.
   */
  start(): void {
    const source = this.#source
    clearTimeout(this.#timer)
    if (source?.getShares && this.#distributionByColumn.size === 0) this.#schedule(source, 0)
  }

  #schedule(source: TableSource, waitedMs: number): void {
    this.#timer = setTimeout(() => {
      if (source.isBusy && waitedMs < maxBusyMs) this.#schedule(source, waitedMs + delayMs)
      else void this.#load(source)
    }, delayMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #load(source: TableSource): Promise<void> {
    // If the table no longer exists, the problem is reported when its rows are read.
    const distributions = await source.getShares?.().catch(() => [])
    if (!distributions || source !== this.#source) return
    this.#distributionByColumn = new Map(distributions.map((distribution) => [distribution.name, distribution]))
    this.#onChange()
  }
}

/** Renders the distribution of a column's values above a bar that shows the fraction of nulls. */
export function renderColumnDistribution(distribution: ColumnShares | undefined): TemplateResult | typeof nothing {
  if (!distribution) return nothing
  const { nullShare, bars = [] } = distribution
  const width = 100 / Math.max(1, bars.length)
  return html`<svg class="shares" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    ${bars.map((bar, index) => {
      const height = bar === 0 ? 0 : Math.max(1, bar * 9)
      return svg`<rect x=${index * width} y=${9 - height} width=${width * 0.8} height=${height}></rect>`
    })}
    <rect class="filled" y="10" width="100" height="2"></rect>
    ${nullShare > 0 ? svg`<rect class="nulls" y="10" width=${Math.max(2, nullShare * 100)} height="2"></rect>` : nothing}
  </svg>`
}
