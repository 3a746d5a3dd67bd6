import type { LitElement, ReactiveController } from 'lit'
import { parseQuery, renameFields, serializeQuery, type QueryField, type QueryState } from './url-query.ts'
import { NavigationRequestEvent } from './studio-events.ts'

/**
 * How long a slider must rest before its position becomes a history entry, in ms. Browsers limit the rate of new
 * entries.
 */
const sliderDelayMs = 400

/** The properties of a page that are part of its URL. */
export type UrlFields<Host> = { readonly [Name in keyof Host & string]?: QueryField }

/** A page. `query` is its URL's query string, including `?`, or `undefined` if the page has no URL. */
type Page = LitElement & { query: string | undefined }

/**
 * Synchronizes a page's properties with the query string of its URL, so that filters and tabs can be linked to, survive
 * a reload and work with the back button. Usage: `this.addController(new QueryController(this, { sort: sorts }))`.
 *
 * The initial property values are the defaults. Selecting a value creates a history entry, and so does moving a slider,
 * once it rests. Typing replaces the current entry.
 */
export class QueryController<Host extends Page> implements ReactiveController {
  readonly #host: Host
  readonly #fields: Readonly<Record<string, QueryField>>
  readonly #defaults: QueryState
  readonly #previousNames: Readonly<Record<string, string>>
  #lastQuery: string | undefined
  #lastState: QueryState
  #pendingTimer: ReturnType<typeof setTimeout> | undefined
  /** Query string that will be written once the slider rests. */
  #pendingQuery: string | undefined

  /** @param previousNames Maps field names that earlier versions wrote to URLs to the current names. */
  constructor(host: Host, fields: UrlFields<Host>, previousNames: Readonly<Record<string, string>> = {}) {
    this.#host = host
    this.#previousNames = previousNames
    this.#fields = fields as Readonly<Record<string, QueryField>>
    this.#defaults = this.#readState()
    this.#lastState = this.#defaults
  }

  hostUpdate(): void {
    const { query } = this.#host
    if (query === undefined || query === this.#lastQuery) return
    this.#cancelPending()
    this.#lastQuery = query
    this.#lastState = parseQuery(renameFields(query, this.#previousNames), this.#fields, this.#defaults)
    Object.assign(this.#host, this.#lastState)
  }

  hostUpdated(): void {
    if (this.#host.query === undefined) return
    const state = this.#readState()
    const changedFields = this.#listChangedFields(state)
    const isSliding = changedFields.length > 0 && changedFields.every((name) => this.#fields[name] === 'slider')
    const query = serializeQuery(state, this.#defaults)
    // Unrelated updates of the page must not restart the timer.
    if (isSliding && query === this.#pendingQuery) return
    this.#cancelPending()
    if (isSliding) {
      this.#pendingQuery = query
      this.#pendingTimer = setTimeout(() => this.#write(), sliderDelayMs)
    } else if (changedFields.length > 0) this.#write()
  }

  hostDisconnected(): void {
    this.#cancelPending()
  }

  #cancelPending(): void {
    clearTimeout(this.#pendingTimer)
    this.#pendingQuery = undefined
  }

  #write(): void {
    this.#cancelPending()
    const state = this.#readState()
    const isTyped = this.#listChangedFields(state).every((name) => this.#fields[name] === 'typed')
    this.#lastState = state
    this.#lastQuery = serializeQuery(state, this.#defaults)
    this.#host.dispatchEvent(new NavigationRequestEvent(`${location.pathname}${this.#lastQuery}`, isTyped))
  }

  #listChangedFields(state: QueryState): string[] {
    return Object.keys(state).filter((name) => String(state[name]) !== String(this.#lastState[name]))
  }

  #readState(): QueryState {
    const properties = this.#host as unknown as QueryState
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, properties[name]]))
  }
}
