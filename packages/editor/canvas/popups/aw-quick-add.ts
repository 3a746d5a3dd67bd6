import { html, LitElement, type PropertyValues } from 'lit'
import type { NodeType } from '@aw-flow/schema'
import { defineEvent, local } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { openPopup } from '../../elements/editor/place-popover.ts'
import { SearchList } from '../../search/search-list.ts'
import { searchNodeTypes } from '../../search/search-node-types.ts'
import { controls } from '../../styles/controls.styles.ts'
import { familyColor } from '../../styles/family-color.ts'
import { searchListStyles } from '../../styles/search-list.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-quick-add.styles.ts'
import { canvasStrings, type CanvasStrings } from '../canvas-strings.ts'

/** A node type was chosen (`nodeType`), or the list was closed without a choice (`undefined`). @public */
export class QuickAddEvent extends defineEvent<{
  /** The chosen node type. */
  readonly nodeType: NodeType | undefined
}>('aw-quick-add', local) {}

declare global {
  interface HTMLElementEventMap {
    'aw-quick-add': QuickAddEvent
  }
  interface HTMLElementTagNameMap {
    'aw-quick-add': AwQuickAdd
  }
}

/**
 * A list of node types with a search box, at the position of a new node.
 *
 * @event {QuickAddEvent} aw-quick-add - A type was chosen, or none.
 *
 * @public
 */
export class AwQuickAdd extends LitElement {
  static override styles = [tokens, controls, searchListStyles, styles]
  static override properties = {
    types: { attribute: false },
    ranking: { attribute: false },
    loading: { type: Boolean },
    strings: { attribute: false },
  }

  /** The node types to list. */
  declare types: readonly NodeType[]
  /**
   * The names of node types, the most likely first. The list has this order, unless the user was already using it when
   * the ranking arrived.
   */
  declare ranking: readonly string[] | undefined
  /** Whether the node types are still being loaded. */
  declare loading: boolean
  declare strings: CanvasStrings

  readonly #list = new SearchList<NodeType>(this, {
    search: (search) => searchNodeTypes(this.#ordered, search),
    choose: (type) => this.dispatchEvent(new QuickAddEvent({ nodeType: type })),
  })

  #ordered: readonly NodeType[] = []
  #ranks = new Map<string, number>()

  constructor() {
    super()
    this.types = []
    this.ranking = undefined
    this.loading = false
    this.strings = canvasStrings
  }

  override connectedCallback(): void {
    super.connectedCallback()
    openPopup(this)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('ranking') && !this.#list.isUsed) {
      this.#ranks = new Map(this.ranking?.map((type, rank) => [type, rank]))
    }
    const rankOf = ({ type }: NodeType): number => this.#ranks.get(type) ?? this.#ranks.size
    this.#ordered = this.types.toSorted((a, b) => rankOf(a) - rankOf(b))
  }

  override render(): unknown {
    const { loading, strings, types } = this
    return this.#list.render({
      search: strings.quickAddSearch,
      list: strings.quickAdd,
      none: (search) =>
        loading
          ? strings.loadingNodeTypes
          : types.length === 0
            ? strings.noCompatibleNodes
            : strings.quickAddNone(search),
      announce: strings.resultCount,
      idOf: ({ type }) => type,
      option: (type) => html`
        <span ${familyColor(type.family)}>${icon(type.icon)}</span>
        <span class="title">${type.title}</span>
        <span class="detail muted small">${type.description}</span>
      `,
    })
  }
}
