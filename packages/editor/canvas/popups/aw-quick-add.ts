import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { NodeType, DescriptionPlan } from '@aw-flow/schema'
import { searchNodeTypes } from '@aw-flow/schema/internal'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { openPopover } from '../../elements/editor/place-popover.ts'
import { SearchList } from '../../search/search-list.ts'
import { controls } from '../../styles/controls.styles.ts'
import { familyColor } from '../../styles/family-color.ts'
import { searchListStyles } from '../../styles/search-list.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-quick-add.styles.ts'
import { canvasStrings, type CanvasStrings } from '../canvas-strings.ts'
import { element } from '../../element.ts'

/** Fired when the user chooses a node type or a plan, or closes the list without a choice. @public */
export class QuickAddEvent extends defineEvent<{
  /** The chosen node type. */
  readonly nodeType: NodeType | undefined
  /** The nodes planned from the search text, if the user chose them. */
  readonly plan?: DescriptionPlan | undefined
}>('aw-quick-add', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-quick-add': QuickAddEvent
  }
  interface HTMLElementTagNameMap {
    'aw-quick-add': AwQuickAdd
  }
}

/**
 * A searchable list of node types, displayed where the new node will be added.
 *
 * @event {QuickAddEvent} aw-quick-add - Fired when the user chooses a node type or a plan, or closes the list.
 *
 * @public
 */
export class AwQuickAdd extends element(
  {
    /** The node types to list. */
    types: [] as readonly NodeType[],
    /** All node types, which provide the titles of planned nodes. */
    catalog: [] as readonly NodeType[],
    /**
     * The names of node types, most likely first, which determine the order of the list. A ranking that arrives while the
     * user is already using the list is ignored.
     */
    ranking: undefined as readonly string[] | undefined,
    /** Plans nodes from a description in natural language. If absent, users can only search for node types. */
    plan: undefined as ((description: string) => Promise<DescriptionPlan | undefined>) | undefined,
    /** A value that changes whenever the columns on which a plan depends change. */
    revision: undefined as unknown,
    /** Whether the node types are still loading. */
    loading: false,
    strings: canvasStrings as CanvasStrings,
  },
  { loading: { type: Boolean } },
) {
  static override styles = [tokens, controls, searchListStyles, styles]

  readonly #list = new SearchList<NodeType | DescriptionPlan>(this, {
    search: (query) => [
      ...searchNodeTypes(this.#sortedTypes, query),
      ...(this.#currentPlan?.query === query ? [this.#currentPlan.plan] : []),
    ],
    onSelect: (chosenItem) =>
      this.dispatchEvent(
        new QuickAddEvent(
          chosenItem && 'nodes' in chosenItem ? { nodeType: undefined, plan: chosenItem } : { nodeType: chosenItem },
        ),
      ),
    onSearch: (query) => void this.#loadPlan(query),
  })
  /** The nodes planned from the search text. */
  #currentPlan: { readonly query: string; readonly plan: DescriptionPlan } | undefined
  #query = ''

  #sortedTypes: readonly NodeType[] = []
  #ranks = new Map<string, number>()

  override connectedCallback(): void {
    super.connectedCallback()
    openPopover(this)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('ranking') && !this.#list.isUsed) {
      this.#ranks = new Map(this.ranking?.map((type, rank) => [type, rank]))
    }
    if (changed.has('revision') && this.#query !== '') void this.#loadPlan(this.#query)
    const getRank = ({ type }: NodeType): number => this.#ranks.get(type) ?? this.#ranks.size
    this.#sortedTypes = this.types.toSorted((a, b) => getRank(a) - getRank(b))
  }

  override render(): unknown {
    const { loading, strings, types } = this
    return this.#list.render({
      searchLabel: strings.quickAddSearch,
      placeholder: this.plan ? strings.quickAddPlaceholder : strings.quickAddSearch,
      listLabel: strings.quickAdd,
      formatNoResults: (query) =>
        loading
          ? strings.loadingNodeTypes
          : types.length === 0
            ? strings.noCompatibleNodes
            : strings.quickAddNoMatches(query),
      formatResultCount: strings.resultCount,
      getId: (item) => ('nodes' in item ? 'plan' : item.type),
      renderOption: (item) => ('nodes' in item ? this.#renderPlan(item) : this.#renderType(item)),
    })
  }

  #renderType({ family, icon: symbol, title, description }: NodeType): TemplateResult {
    return html`
      <span ${familyColor(family)}>${icon(symbol)}</span>
      <span class="title">${title}</span>
      <span class="detail muted small">${description}</span>
    `
  }

  #renderPlan({ nodes, ignored, template }: DescriptionPlan): TemplateResult {
    const titles = new Map(this.catalog.map(({ type, title }) => [type, title]))
    return html`
      <span>${icon('wand-sparkles')}</span>
      <span class="title">${nodes.map(({ type }) => titles.get(type) ?? type).join(' → ')}</span>
      ${nodes.map(({ summary }) => html`<span class="detail muted small">${this.strings.renderText(summary)}</span>`)}
      ${template === undefined ? nothing : html`<span class="detail small warn">${this.strings.fromTemplate(template)}</span>`}
      ${ignored.length > 0 ? html`<span class="detail small warn">${this.strings.notUnderstood(ignored.join(' · '))}</span>` : nothing}
    `
  }

  async #loadPlan(query: string): Promise<void> {
    this.#query = query
    if (!this.plan || !descriptionPattern.test(query.trim())) return
    const plan = await this.plan(query)
    if (!plan || plan.nodes.length === 0 || this.#query !== query) return
    this.#currentPlan = { query, plan }
    this.requestUpdate()
  }
}

/** A description consists of at least two words. A single word is only searched for in node types. */
const descriptionPattern = /\S\s+\S/
