import { loadLazyTexts } from '../../language/languages.ts'
import { html } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { SearchList } from '../../search/search-list.ts'
import { controls } from '../../styles/controls.styles.ts'
import { searchListStyles } from '../../styles/search-list.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-command-palette.styles.ts'
import { formatKey } from '../../canvas/commands/key-name.ts'
import { openProposal } from '../proposal/open-proposal.ts'
import { proposalStrings, type ProposalStrings } from '../proposal/proposal-strings.ts'
import { commandPaletteStrings, type CommandPaletteStrings } from './command-palette-strings.ts'
import { findInCanvas, listDescribedChanges, type SearchResult, type SearchScope } from './find-in-canvas.ts'
import { showResult, type ElementResult } from './show-result.ts'
import { element } from '../../element.ts'

/** Fired when the command palette closes. @public */
export class PaletteCloseEvent extends defineEvent('aw-palette-close', localEventInit) {}

/** Fired when the user selects a search result in a workflow that the canvas does not show. @public */
export class PaletteFoundEvent extends defineEvent<{
  /** Ids of the sub-workflow nodes that contain the result's workflow, outermost first. */
  readonly path: readonly string[]
  /** The kind and id of the result. */
  readonly result: Pick<ElementResult, 'kind' | 'id'>
}>('aw-palette-found', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-palette-found': PaletteFoundEvent
    'aw-palette-close': PaletteCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-command-palette': AwCommandPalette
  }
}

/**
 * Searches the commands of a canvas and the nodes, settings, notes and groups of its workflow. Commands are listed with
 * their keyboard shortcuts. If `searchScope` is set, the search includes all sub-workflows.
 *
 * @event {PaletteFoundEvent} aw-palette-found - Fired when the user selects a result in a workflow that the canvas does
 *   not show.
 * @event {PaletteCloseEvent} aw-palette-close - Fired when the palette closes.
 *
 * @public
 */
export class AwCommandPalette extends element({
  /** The canvas to search and to run commands on. */
  canvas: undefined as AwCanvas | undefined,
  /** The top-level workflow, and the path to the shown sub-workflow. */
  searchScope: undefined as SearchScope | undefined,
  strings: commandPaletteStrings as CommandPaletteStrings,
}) {
  static override styles = [tokens, controls, searchListStyles, styles]

  readonly #list = new SearchList<SearchResult>(this, {
    search: (query) =>
      this.canvas
        ? [
            ...findInCanvas(this.canvas, query, this.searchScope, this.strings.add),
            ...(this.searchScope?.path.length ? [] : listDescribedChanges(this.canvas, query, this.#titles)),
          ]
        : [],
    onSelect: (item) => this.#selectItem(item),
  })

  #titles: Pick<ProposalStrings, 'plan' | 'ask'> = proposalStrings

  override connectedCallback(): void {
    super.connectedCallback()
    const locale = this.closest<HTMLElement>('[lang]')?.lang ?? this.canvas?.strings.language ?? ''
    void loadLazyTexts(locale, 'proposal', proposalStrings).then((titles) => (this.#titles = titles))
  }

  override render(): unknown {
    const { strings } = this
    return this.#list.render({
      searchLabel: strings.search,
      listLabel: strings.title,
      formatNoResults: strings.noResults,
      formatResultCount: strings.resultCount,
      getId: (item) => ('path' in item && item.path ? [...item.path, item.id].join('/') : item.id),
      renderOption: (item) => html`
        ${icon(item.icon)}
        <span class="title">${item.title}</span>
        ${
          item.kind === 'command'
            ? html`<span class="keys"
                >${item.keys.slice(0, 2).map((key) => html`<kbd>${formatKey(key, this.canvas?.strings.keyNames)}</kbd>`)}</span
              >`
            : html`<span class="detail muted small">${item.detail}</span>`
        }
      `,
    })
  }

  #selectItem(item: SearchResult | undefined): void {
    const { canvas } = this
    this.dispatchEvent(new PaletteCloseEvent())
    if (!item || !canvas) return
    if (item.kind === 'command') {
      canvas.focus()
      canvas.run(item.id)
    } else if (item.kind === 'type') {
      const id = canvas.addNode(item.type)
      if (id !== undefined) canvas.focusNode(id)
    } else if (item.kind === 'plan') {
      void import('../proposal/propose-plan.ts').then(({ planFromDescription }) =>
        planFromDescription(canvas, item.detail),
      )
    } else if (item.kind === 'ask') openProposal(canvas, { model: item.model, description: item.detail })
    else if (item.path) this.dispatchEvent(new PaletteFoundEvent({ path: item.path, result: item }))
    else showResult(canvas, item)
  }
}
