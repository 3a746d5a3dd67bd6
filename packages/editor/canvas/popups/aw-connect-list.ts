import { html } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { openPopover } from '../../elements/editor/place-popover.ts'
import { SearchList } from '../../search/search-list.ts'
import { controls } from '../../styles/controls.styles.ts'
import { searchListStyles } from '../../styles/search-list.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-quick-add.styles.ts'
import { canvasStrings, type CanvasStrings } from '../canvas-strings.ts'
import type { ConnectionOffer } from '@aw-flow/canvas'
import { element } from '../../element.ts'

/** Fired when the user chooses a connection, or closes the list without a choice (`undefined`). @public */
export class ConnectChoiceEvent extends defineEvent<{
  /** The chosen connection. */
  readonly offer: ConnectionOffer | undefined
}>('aw-connect-choice', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-connect-choice': ConnectChoiceEvent
  }
  interface HTMLElementTagNameMap {
    'aw-connect-list': AwConnectList
  }
}

/**
 * A searchable list of the ports that a node can be connected to.
 *
 * @event {ConnectChoiceEvent} aw-connect-choice - Fired when the user chooses a connection or closes the list.
 *
 * @public
 */
export class AwConnectList extends element({
  /** The title of the node to connect. */
  label: '',
  /** Returns the possible connections that match a search. */
  findConnections: (() => []) as (query: string) => readonly ConnectionOffer[],
  /** Returns why no connection matches a search, if the reason is known. */
  refusal: (() => undefined) as (query: string) => string | undefined,
  strings: canvasStrings as CanvasStrings,
}) {
  static override styles = [tokens, controls, searchListStyles, styles]
  static override properties = {
    // The accessor below also applies a value that was set before the element was defined.
    offers: { attribute: false, noAccessor: true },
  }

  readonly #list = new SearchList<ConnectionOffer>(this, {
    search: (query) => this.findConnections(query),
    onSelect: (offer) => this.dispatchEvent(new ConnectChoiceEvent({ offer })),
  })

  /**
   * The former name of `findConnections`.
   *
   * @deprecated Use `findConnections`.
   */
  get offers(): (query: string) => readonly ConnectionOffer[] {
    return this.findConnections
  }
  set offers(value: (query: string) => readonly ConnectionOffer[]) {
    this.findConnections = value
  }

  override connectedCallback(): void {
    super.connectedCallback()
    openPopover(this)
  }

  override render(): unknown {
    const { strings } = this
    return this.#list.render({
      searchLabel: strings.connectSearch(this.label),
      listLabel: strings.connectTitle,
      formatNoResults: (query) => this.refusal(query) ?? strings.connectNoMatches,
      formatResultCount: strings.resultCount,
      getId: ({ from, to, parallel }) => `${from.node}.${from.port} ${to.node}.${to.port}${parallel ? ' all' : ''}`,
      renderOption: (offer) => html`
        ${icon(offer.icon)}
        <span class="title">${offer.title}</span>
        <span class="detail muted small">${offer.detail}</span>
      `,
    })
  }
}
