import type { LitElement, ReactiveController } from 'lit'
import { readQuery, writeQuery, type QueryField, type QueryState } from './address-query.ts'
import { GoEvent } from './studio-events.ts'

/** How long a slider rests before its place is a step in the browser's history, in ms: browsers take few steps a second. */
const rest = 400

/** A page that is given the query of its address, `?` included; nothing where it has no address. */
type Page = LitElement & { query: string | undefined }

/**
 * Keeps some properties of a page in the query of its address, so that a filter or a tab can be linked to, survives a reload
 * and is taken back by the browser's back button: `this.addController(new …(this, { sort: sorts }))`. What the properties hold
 * then is what an address without them means. A choice is a step in the browser's history, and so is where a slider comes to
 * rest; what is `typed` is none.
 */
export class QueryController<Host extends Page> implements ReactiveController {
  readonly #host: Host
  readonly #fields: Readonly<Record<string, QueryField>>
  readonly #plain: QueryState
  #read: string | undefined
  #written: QueryState
  #resting: ReturnType<typeof setTimeout> | undefined
  /** The query of the place at which a slider rests. */
  #rests: string | undefined

  constructor(host: Host, fields: { readonly [Name in keyof Host & string]?: QueryField }) {
    this.#host = host
    this.#fields = fields as Readonly<Record<string, QueryField>>
    this.#plain = this.#state()
    this.#written = this.#plain
  }

  hostUpdate(): void {
    const { query } = this.#host
    if (query === undefined || query === this.#read) return
    this.#restNoMore()
    this.#read = query
    this.#written = readQuery(query, this.#fields, this.#plain)
    Object.assign(this.#host, this.#written)
  }

  hostUpdated(): void {
    if (this.#host.query === undefined) return
    const state = this.#state()
    const changed = this.#changed(state)
    const slides = changed.length > 0 && changed.every((name) => this.#fields[name] === 'slid')
    const query = writeQuery(state, this.#plain)
    // A page is drawn for many reasons; the slider rests all the same.
    if (slides && query === this.#rests) return
    this.#restNoMore()
    if (slides) {
      this.#rests = query
      this.#resting = setTimeout(() => this.#write(), rest)
    } else if (changed.length > 0) this.#write()
  }

  hostDisconnected(): void {
    this.#restNoMore()
  }

  #restNoMore(): void {
    clearTimeout(this.#resting)
    this.#rests = undefined
  }

  #write(): void {
    this.#restNoMore()
    const state = this.#state()
    const isTyped = this.#changed(state).every((name) => this.#fields[name] === 'typed')
    this.#written = state
    this.#read = writeQuery(state, this.#plain)
    this.#host.dispatchEvent(new GoEvent(`${location.pathname}${this.#read}`, isTyped))
  }

  #changed(state: QueryState): string[] {
    return Object.keys(state).filter((name) => String(state[name]) !== String(this.#written[name]))
  }

  #state(): QueryState {
    const properties = this.#host as unknown as QueryState
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, properties[name]]))
  }
}
