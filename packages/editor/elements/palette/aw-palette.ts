import type { WorkflowSession } from '@aw-flow/client'
import type { NodeFamily, NodeType } from '@aw-flow/schema'
import { searchNodeTypes } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { nodeTypeMimeType } from '@aw-flow/canvas'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { RovingFocus } from '../editor/roving-focus.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { familyColor } from '../../styles/family-color.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-palette.styles.ts'
import type { PaletteShelf } from './palette-shelf.ts'
import { paletteStrings, type PaletteStrings } from './palette-strings.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user adds a node from the palette. @public */
export class NodeAddEvent extends defineEvent<{
  /** The node type to add. */
  readonly nodeType: NodeType
}>('aw-node-add') {}

const familyOrder = Object.keys(paletteStrings.families) as NodeFamily[]

declare global {
  interface HTMLElementEventMap {
    'aw-node-add': NodeAddEvent
  }
  interface HTMLElementTagNameMap {
    'aw-palette': AwPalette
  }
}

/**
 * Lists node types grouped by family, with a search field, favorites and recently used types. Clicking a type or
 * pressing Enter adds a node and connects it to the selected node. Dragging a type to the canvas adds a node where it
 * is dropped.
 *
 * @event {NodeAddEvent} aw-node-add - Fired when the user selects a node type.
 *
 * @public
 */
export class AwPalette extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** Returns whether users can add nodes of a type. Default: always true. */
    canAdd: (() => true) as (type: NodeType) => boolean,
    /** True if users cannot add nodes. */
    disabled: false,
    strings: paletteStrings as PaletteStrings,
    _searchText: '',
    /** Favorites, recent types and descriptions; `undefined` until their module is loaded. */
    _shelf: undefined as PaletteShelf | undefined,
  },
  { disabled: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]
  static override properties = {
    // The accessor below also applies a value that was set before the element was defined.
    offers: { attribute: false, noAccessor: true },
  }

  #sessionController = new SessionController(this, ['catalogue'])
  readonly #rovingFocus = new RovingFocus(this, () => this.#listButtons())

  /**
   * The previous name of `canAdd`.
   *
   * @deprecated Use `canAdd`.
   */
  get offers(): (type: NodeType) => boolean {
    return this.canAdd
  }
  set offers(value: (type: NodeType) => boolean) {
    this.canAdd = value
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('strings')) void this.#loadShelf(this.strings.language)
  }

  override render(): unknown {
    const catalog = this.#types
    const matchingTypes = searchNodeTypes(catalog.filter(this.canAdd), this._searchText)
    return html`
      <div class="search">
        ${icon('search')}
        <input
          type="text"
          role="searchbox"
          aria-label=${this.strings.search}
          placeholder=${this.strings.search}
          autocomplete="off"
          spellcheck="false"
          .value=${this._searchText}
          @input=${this.#onInput}
          @keydown=${this.#onSearchKey}
        />
      </div>
      <div
        class="list"
        role="group"
        aria-label=${this.strings.label}
        @keydown=${this.#onListKey}
        @focusin=${this.#rovingFocus.onFocus}
        @pointerleave=${() => this._shelf?.describe(undefined)}
      >
        ${this._searchText ? nothing : (this._shelf?.renderGroups(matchingTypes, (type) => this.#renderType(type, true)) ?? nothing)}
        ${this._searchText ? matchingTypes.map((type) => this.#renderType(type)) : this.#renderFamilies(matchingTypes)}
        ${catalog.length === 0 ? this.#renderLoading() : nothing}
        ${
          catalog.length > 0 && matchingTypes.length === 0
            ? html`<p class="none muted">${this.strings.noMatches(this._searchText)}</p>`
            : nothing
        }
      </div>
      ${this._shelf?.renderDescription() ?? nothing}
      <div class="visually-hidden" role="status">
        ${this._searchText ? this.strings.resultCount(matchingTypes.length) : nothing}
      </div>
    `
  }

  /** Focuses the search field. */
  override focus(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  get #types(): readonly NodeType[] {
    return this.strings.nodeTypes.translateTypes(this.#sessionController.session?.engine.catalog ?? [])
  }

  #renderFamilies(types: readonly NodeType[]): unknown {
    return familyOrder.map((family) => {
      const members = types.filter((type) => type.family === family)
      return members.length === 0
        ? nothing
        : html`<h2>${this.strings.families[family]}</h2>
            ${members.map((type) => this.#renderType(type))}`
    })
  }

  /**
   * Renders a node type. Entries that repeat the type as a favorite or recent type (`isRepeated`) omit the identifying
   * attributes, which must be unique.
   */
  #renderType(type: NodeType, isRepeated = false): unknown {
    const shelf = this._shelf
    return html`<div
      class="entry"
      @pointerenter=${() => shelf?.describe(type)}
      @focusin=${() => shelf?.describe(type)}
      @keydown=${(event: KeyboardEvent) => shelf?.onKey(event, type)}
    >
      <button
        type="button"
        class="type"
        draggable=${this.disabled ? 'false' : 'true'}
        ?disabled=${this.disabled}
        data-type=${isRepeated ? nothing : type.type}
        data-testid=${isRepeated ? nothing : `node-${type.type}`}
        title=${type.description}
        @click=${() => this.#add(type)}
        @dragstart=${(event: DragEvent) => this.#onDragStart(event, type)}
      >
        <span ${familyColor(type.family)}>${icon(type.icon)}</span>
        <span class="title">${type.title}</span>
      </button>
      ${shelf?.renderStar(type) ?? nothing}
    </div>`
  }

  #renderLoading(): unknown {
    return html`<div class="waiting" role="status" aria-label=${this.strings.loading}>
      <i></i><i></i><i></i><i></i>
    </div>`
  }

  async #loadShelf(language: string): Promise<void> {
    // Without the shelf, users can still find all types.
    const module = await import('./palette-shelf.ts').catch(() => undefined)
    const shelf = await module?.createPaletteShelf(language, this.shadowRoot!, () => this.requestUpdate())
    if (this.strings.language === language) this._shelf = shelf
  }

  #add(type: NodeType): void {
    this._shelf?.onAdd(type)
    this.dispatchEvent(new NodeAddEvent({ nodeType: type }))
  }

  #onInput = (event: Event): void => {
    this._searchText = (event.target as HTMLInputElement).value
  }

  #onSearchKey = (event: KeyboardEvent): void => {
    const matches = searchNodeTypes(this.#types, this._searchText)
    const key = getKey(event)
    if (key === 'Enter' && this._searchText && matches[0] && !this.disabled) this.#add(matches[0])
    else if (key === 'Escape' && this._searchText) this._searchText = ''
    else if (key === 'ArrowDown') this.#listButtons()[0]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #onListKey = (event: KeyboardEvent): void => {
    const isFirst = this.#listButtons()[0] === this.shadowRoot?.activeElement
    if (getKey(event) !== 'ArrowUp' || !isFirst) return this.#rovingFocus.onKey(event)
    this.focus()
    event.preventDefault()
  }

  #listButtons(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button.type')]
  }

  #onDragStart(event: DragEvent, type: NodeType): void {
    if (!event.dataTransfer) return
    event.dataTransfer.setData(nodeTypeMimeType, type.type)
    event.dataTransfer.effectAllowed = 'copy'
  }
}
