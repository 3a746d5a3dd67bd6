import { ContextConsumer } from '@lit/context'
import { html, nothing, type TemplateResult } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { getTextScale } from '../../styles/text-scale.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { DecideEvent } from '../approval/aw-approval.ts'
import type { HeightRequestEvent } from '../../views/height-request-event.ts'
import { editorContext, type EditorState } from '../editor/editor-context.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { styles } from './aw-results-drawer.styles.ts'
import { TabChangeEvent } from './aw-results.ts'
import type { ResultsTab } from './results-strings.ts'
import { renderSplitter } from './splitter.ts'
import { createStoredNumber } from './stored-number.ts'
import { element } from '../../element.ts'

/** Fired when the user opens the drawer. */
export class ResultsOpenEvent extends defineEvent('aw-results-open', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-results-open': ResultsOpenEvent
  }
  interface HTMLElementTagNameMap {
    'aw-results-drawer': AwResultsDrawer
  }
}

const closedHeight = 41
/** Maximum height that a task in the results can request, as a fraction of the editor's height. */
const maxTaskHeightRatio = 0.7
const minHeight = 120
/** Height of the toolbar, which a maximized drawer does not cover, in CSS pixels. */
const toolbarHeight = 46
/** Returns the height to use until the user sets one. In a tall editor, it is a fraction of the editor's height. */
const getDefaultHeight = (availableHeight: number): number => Math.max(300, Math.round(availableHeight * 0.3))
/** Widths beside the canvas: the minimum in CSS pixels, the others as fractions of the editor's width. */
const sideWidths = { min: 320, default: 0.38, max: 0.75 }
const storedHeight = createStoredNumber('aw-results-height')
const storedWidth = createStoredNumber('aw-results-width')
/** 1 if the drawer is placed beside the canvas. */
const storedBesideFlag = createStoredNumber('aw-results-beside')
/** 1 if the drawer is maximized. */
const storedMaximizedFlag = createStoredNumber('aw-results-maximized')

/**
 * A drawer below or beside the editor's canvas that shows the results of a run. The user can move and resize it. The
 * browser stores its position and size.
 *
 * @event {ResultsOpenEvent} aw-results-open - Fired when the user opens the drawer.
 * @event {TabChangeEvent} aw-tab-change - Fired when the user selects a tab.
 * @csspart results - The results and their tabs.
 * @csspart download - The download menu (`aw-download-menu`).
 * @csspart chart-drawing - A chart or map.
 * @csspart graph-place - A graph drawing.
 * @csspart profile-bar - The bar above the columns of a profile.
 * @csspart profile-columns - The columns of a profile.
 * @csspart profile-findings - The findings of the in-depth analysis.
 * @csspart profile-drift - The changes since an earlier profile.
 * @csspart examples-bar - The bar above a column that is transformed by example.
 * @csspart examples-side - The side panel with the examples and uncertain rows of a transformation.
 * @csspart findings-bar - The bar above the suspicious cells.
 * @csspart findings-list - The list of suspicious cells.
 * @csspart findings-table - The table in which suspicious cells are highlighted.
 * @csspart validation-bar - The bar with the validation verdict and the filters.
 * @csspart validation-verdict - The validation verdict, without the filters.
 * @csspart validation-rules - The validation rules.
 * @csspart failure - The error message of a failed node.
 * @csspart code - The text area of a code field.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The status line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the menu of other download formats.
 */
export class AwResultsDrawer extends element(
  {
    /** True if the drawer is open. */
    open: false,
    /** True if the open drawer replaces the canvas and therefore has only one size. */
    full: false,
    /** Id of the node whose results are shown; `undefined` for the results of the entire run. */
    node: undefined as string | undefined,
    /** The active tab. */
    tab: 'table' as ResultsTab,
    /**
     * Returns the editor's size in CSS pixels. Called only while the drawer is open, because measuring forces a layout.
     */
    available: (() => ({ width: 0, height: 0 })) as () => { readonly width: number; readonly height: number },
    /** The height requested by a task in the results, in CSS pixels. Not stored. */
    _taskHeight: 0,
  },
  { open: { type: Boolean }, full: { type: Boolean }, node: {}, tab: {} },
) {
  static override styles = [tokens, controls, styles]
  static override properties = {
    _height: { state: true },
    _width: { state: true },
    _isBeside: { state: true },
    _isMaximized: { state: true },
  }

  /** The height and width that the user has set. */
  declare private _height: number | undefined
  declare private _width: number | undefined
  declare private _isBeside: boolean
  declare private _isMaximized: boolean

  #sizeRange = { size: minHeight, min: minHeight, max: minHeight }
  readonly #editor = new ContextConsumer(this, { context: editorContext, subscribe: true })

  constructor() {
    super()
    this._height = storedHeight.get()
    this._width = storedWidth.get()
    this._isBeside = storedBesideFlag.get() === 1
    this._isMaximized = storedMaximizedFlag.get() === 1
  }

  override willUpdate(): void {
    const { width, height } = this.open ? this.available() : { width: 0, height: 0 }
    const isBeside = this.#isBeside
    const min = isBeside ? sideWidths.min : minHeight
    const max = Math.max(min, isBeside ? Math.round(width * sideWidths.max) : height - toolbarHeight)
    const preferredSize = isBeside
      ? (this._width ?? Math.round(width * sideWidths.default))
      : Math.max(this._height ?? getDefaultHeight(height), Math.min(this._taskHeight, maxTaskHeightRatio * height))
    this.#sizeRange = {
      size: Math.max(min, Math.min(this._isMaximized || this.full ? max : preferredSize, max)),
      min,
      max,
    }
  }

  protected override updated(): void {
    const isBeside = this.#isBeside
    const size = `${this.#sizeRange.size}px`
    this.toggleAttribute('beside', isBeside)
    this.style.width = isBeside ? size : ''
    this.style.height = isBeside ? '' : this.open ? size : `calc(${closedHeight} * var(--_px))`
  }

  /** True if the drawer is open beside the canvas. A narrow editor has no space for that. */
  get #isBeside(): boolean {
    return this._isBeside && this.open && !this.full && this.#editor.value?.isNarrow === false
  }

  override render(): unknown {
    const editor = this.#editor.value
    if (!editor) return nothing
    const { open } = this
    const { strings, session, isNarrow, canRun, readonly } = editor
    return html`<aw-results
        exportparts="download, chart-drawing, graph-place, profile-bar, profile-columns, profile-findings, profile-drift, examples-bar, examples-side, findings-bar, findings-list, findings-table, validation-bar, validation-verdict, validation-rules, failure, code, table-scroller, table-status, download-button, download-more"
        part="results"
        class=${open ? nothing : 'closed'}
        .session=${session}
        .node=${open ? this.node : undefined}
        .tab=${this.tab}
        .strings=${strings.resultsStrings}
        ?closable=${open}
        ?narrow=${isNarrow}
        ?watching=${!canRun}
        ?editing=${!readonly}
        planning
        @click=${this.#onClick}
        @aw-tab-change=${({ tab }: TabChangeEvent) => this.dispatchEvent(new TabChangeEvent({ tab }))}
        @aw-decide=${this.#onDecide}
        @aw-room-request=${({ height: neededHeight }: HeightRequestEvent) => (this._taskHeight = neededHeight * getTextScale())}
        >${open ? this.#renderPositionButtons(editor) : this.#renderShowButton(strings)}</aw-results
      >
      ${
        open && !this.full
          ? renderSplitter({
              label: strings.resizeResults,
              ...this.#sizeRange,
              isBeside: this.#isBeside,
              setSize: (value) => this.#setSize(value),
              toggleMaximized: () => this.#setMaximized(!this._isMaximized),
            })
          : nothing
      }`
  }

  #renderShowButton(strings: EditorStrings): TemplateResult {
    return html`<button
      slot="actions"
      type="button"
      class="quiet icon"
      title=${strings.showResults}
      aria-label=${strings.showResults}
      aria-expanded="false"
      @click=${() => void this.#show()}
    >
      ${icon('chevron-up')}
    </button>`
  }

  /** Opens the drawer and focuses the active tab, because the button that opened it is removed. */
  async #show(): Promise<void> {
    this.dispatchEvent(new ResultsOpenEvent())
    await this.updateComplete
    const results = this.renderRoot.querySelector('aw-results')
    results?.shadowRoot?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  }

  #renderPositionButtons({ strings, workflowSession, isNarrow, getResultsUrl }: EditorState): TemplateResult {
    const title = this._isMaximized ? strings.restoreResults : strings.maximizeResults
    const run = workflowSession.runs.current
    const url = run && getResultsUrl?.({ run: run.run, node: this.node, tab: this.tab })
    return html`${
      url === undefined
        ? nothing
        : html`<a
            slot="actions"
            class="icon"
            href=${url}
            target="_blank"
            title=${strings.openResults}
            aria-label=${strings.openResults}
            >${icon('external-link')}</a
          >`
    }
    ${
      isNarrow || this.full
        ? nothing
        : html`<button
            slot="actions"
            type="button"
            class="quiet icon"
            title=${strings.resultsBesideCanvas}
            aria-label=${strings.resultsBesideCanvas}
            aria-pressed=${this._isBeside ? 'true' : 'false'}
            @click=${() => {
              this._isBeside = !this._isBeside
              storedBesideFlag.set(this._isBeside ? 1 : 0)
            }}
          >
            ${icon('panel-right')}
          </button>`
    }${
      this.full
        ? nothing
        : html`<button
            slot="actions"
            type="button"
            class="quiet icon"
            title=${title}
            aria-label=${title}
            aria-pressed=${this._isMaximized ? 'true' : 'false'}
            @click=${() => this.#setMaximized(!this._isMaximized)}
          >
            ${icon(this._isMaximized ? 'minimize' : 'maximize')}
          </button>`
    }`
  }

  #setSize(size: number): void {
    this.#setMaximized(false)
    if (this.#isBeside) {
      this._width = size
      storedWidth.set(size)
      return
    }
    this._height = size
    this._taskHeight = 0
    storedHeight.set(size)
  }

  #setMaximized(isMaximized: boolean): void {
    if (isMaximized === this._isMaximized) return
    this._isMaximized = isMaximized
    storedMaximizedFlag.set(isMaximized ? 1 : 0)
  }

  #onClick = (event: Event): void => {
    const tab = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.getAttribute('role') === 'tab')
    if (tab) this.dispatchEvent(new ResultsOpenEvent())
  }

  /** Moves focus to the active tab before the approval buttons are removed. */
  #onDecide = (event: DecideEvent): void => {
    const results = event.currentTarget as HTMLElement
    // Run after listeners outside the editor, which can prevent the decision.
    queueMicrotask(() => {
      if (event.defaultPrevented) return
      results.shadowRoot?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
    })
  }
}
