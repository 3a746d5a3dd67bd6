import { html, LitElement } from 'lit'
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
    loading: { type: Boolean },
    strings: { attribute: false },
  }

  /** The node types to list. */
  declare types: readonly NodeType[]
  /** Whether the node types are still being loaded. */
  declare loading: boolean
  declare strings: CanvasStrings

  readonly #list = new SearchList<NodeType>(this, {
    search: (search) => searchNodeTypes(this.types, search),
    choose: (type) => this.dispatchEvent(new QuickAddEvent({ nodeType: type })),
  })

  constructor() {
    super()
    this.types = []
    this.loading = false
    this.strings = canvasStrings
  }

  override connectedCallback(): void {
    super.connectedCallback()
    openPopup(this)
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
