import type { Finding } from '@aw-flow/schema/internal'
import { html, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { controls } from '../../styles/controls.styles.ts'
import { getTextScale } from '../../styles/text-scale.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-finding-cells.styles.ts'
import { findingsStrings, type FindingsStrings } from './findings-strings.ts'
import { localizeCell } from '../localize-number.ts'
import { renderFinding } from './render-finding.ts'
import type { RepairedCells } from './repaired-cells.ts'
import { element } from '../../element.ts'
import { getKey } from '../../get-key.ts'

/** Fired when the user approves a finding or withdraws the approval. @public */
export class FindingApproveEvent extends defineEvent<{
  /** The finding. */
  readonly finding: Finding
}>('aw-finding-approve', localEventInit) {}
/** Fired when the user asks to repair a single finding. @public */
export class FindingRepairEvent extends defineEvent<{
  /** The finding to repair. */
  readonly finding: Finding
}>('aw-finding-repair', localEventInit) {}
/** Fired when the user asks to see the row of a finding. @public */
export class FindingShowEvent extends defineEvent<{
  /** The finding whose row to show. */
  readonly finding: Finding
}>('aw-finding-show', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-finding-approve': FindingApproveEvent
    'aw-finding-repair': FindingRepairEvent
    'aw-finding-show': FindingShowEvent
  }
  interface HTMLElementTagNameMap {
    'aw-finding-cells': AwFindingCells
  }
}

/** Height of a finding with its reason, in CSS pixels at the default text size. Must match the styles. */
const rowHeight = 54
/** Height of a finding without its reason, in CSS pixels at the default text size. Must match the styles. */
const compactRowHeight = 34
/** Number of findings rendered beyond each end of the visible range. */
const overscan = 8
/** Maximum number of findings to list. Browsers limit the height of an element to about 16 million pixels. */
const maxFindings = 250_000

/**
 * Lists the findings of a group. Only visible findings are rendered, but the list takes up the height of all of them so
 * that it scrolls with the surrounding content.
 *
 * @event {FindingApproveEvent} aw-finding-approve - Fired when the user approves a finding or withdraws the approval.
 * @event {FindingRepairEvent} aw-finding-repair - Fired when the user asks to repair a single finding.
 * @event {FindingShowEvent} aw-finding-show - Fired when the user asks to see the row of a finding.
 *
 * @public
 */
export class AwFindingCells extends element(
  {
    findings: [] as readonly Finding[],
    /** Findings that the user has approved. */
    approved: new Set() as ReadonlySet<Finding>,
    /** Cells that are already repaired by a plan. */
    repaired: undefined as RepairedCells | undefined,
    /** Whether to omit the reason of each finding because the group already shows it. */
    compact: false,
    label: '',
    /** Column types, keyed by column name. They determine how numbers are formatted. */
    types: new Map() as ReadonlyMap<string, string>,
    strings: findingsStrings as FindingsStrings,
    /** Index of the first rendered finding. */
    _firstIndex: 0,
  },
  { compact: { type: Boolean, reflect: true }, label: {} },
) {
  static override styles = [tokens, controls, styles]
  static override properties = {
    _endIndex: { state: true },
  }

  /** Index after the last rendered finding. */
  declare private _endIndex: number

  #scrollController = new AbortController()
  #frameRequestId = 0
  readonly #resizeObserver = new ResizeObserver(() => this.#updateVisibleRange())

  constructor() {
    super()
    this._endIndex = 2 * overscan
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#scrollController = new AbortController()
    const { signal } = this.#scrollController
    // Scroll events do not cross shadow boundaries, so a listener is added to every enclosing root.
    for (let root: Node = this.getRootNode(); ; root = (root as ShadowRoot).host.getRootNode()) {
      root.addEventListener('scroll', this.#onScroll, { capture: true, passive: true, signal })
      if (!(root instanceof ShadowRoot)) break
    }
    window.addEventListener('resize', this.#onScroll, { signal })
    this.#resizeObserver.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#scrollController.abort()
    this.#resizeObserver.disconnect()
    cancelAnimationFrame(this.#frameRequestId)
  }

  override render(): unknown {
    const { findings, strings } = this
    const total = Math.min(findings.length, maxFindings)
    const first = Math.max(0, Math.min(this._firstIndex, total - 1))
    const end = Math.min(this._endIndex, total)
    const height = this.#getRowHeight()
    const indexes = Array.from({ length: end - first }, (_, index) => first + index)
    return html`<div class="space" .style=${`height: ${total * height}px`}>
        <ul class="unmarked" aria-label=${this.label} .style=${`top: ${first * height}px`} @keydown=${this.#onKey}>
          ${repeat(
            indexes,
            (index) => index,
            (index) => {
              const finding = findings[index] as Finding
              return renderFinding(finding, strings, {
                format: (value) => localizeCell(value, this.types.get(finding.column) ?? 'VARCHAR', strings.language),
                isApproved: this.approved.has(finding),
                isRepaired: this.repaired?.has(finding) === true,
                isCompact: this.compact,
                position: index + 1,
                total: findings.length,
                onApprove: () => this.dispatchEvent(new FindingApproveEvent({ finding })),
                onRepair: () => this.dispatchEvent(new FindingRepairEvent({ finding })),
                onShow: () => this.dispatchEvent(new FindingShowEvent({ finding })),
              })
            },
          )}
        </ul>
      </div>
      ${findings.length > total ? html`<p class="rest muted">${strings.moreCells(findings.length - total)}</p>` : ''}`
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('findings') || changed.has('compact')) this.#updateVisibleRange()
  }

  #getRowHeight(): number {
    return (this.compact ? compactRowHeight : rowHeight) * getTextScale()
  }

  readonly #onScroll = (): void => {
    if (this.#frameRequestId !== 0) return
    this.#frameRequestId = requestAnimationFrame(() => {
      this.#frameRequestId = 0
      this.#updateVisibleRange()
    })
  }

  /** Determines which findings are visible in the window. */
  #updateVisibleRange(): void {
    const { top } = this.getBoundingClientRect()
    const height = this.#getRowHeight()
    this._firstIndex = Math.max(0, Math.floor(-top / height) - overscan)
    this._endIndex = Math.max(this._firstIndex + 1, Math.ceil((window.innerHeight - top) / height) + overscan)
  }

  /** Handles the up and down arrow keys: moves focus to the same control of the previous or next finding. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const step = getKey(event) === 'ArrowDown' ? 1 : getKey(event) === 'ArrowUp' ? -1 : 0
    const control = event.target as HTMLElement
    const item = control.closest('li')
    if (step === 0 || !item) return
    const nextItem = step > 0 ? item.nextElementSibling : item.previousElementSibling
    const selector =
      control instanceof HTMLInputElement ? 'input' : control.classList.contains('repair') ? '.repair' : '.place'
    const target = nextItem?.querySelector<HTMLElement>(selector) ?? nextItem?.querySelector<HTMLElement>('.place')
    if (!target) return
    event.preventDefault()
    target.focus()
    target.scrollIntoView({ block: 'nearest' })
  }
}
