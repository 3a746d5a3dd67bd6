import type { LitElement, ReactiveController } from 'lit'
import { readQuery, writeQuery, type QueryField, type QueryState } from './address-query.ts'
import { GoEvent } from './studio-events.ts'

/** A page that is given the query of its address, `?` included; nothing where it has no address. */
type Page = LitElement & { query: string | undefined }

/**
 * Keeps some properties of a page in the query of its address, so that a filter or a tab can be linked to, survives a reload
 * and is taken back by the browser's back button: `this.addController(new …(this, { sort: sorts }))`. What the properties hold
 * then is what an address without them means. A choice is a step in the browser's history; what is `typed` is none.
 */
export class QueryController<Host extends Page> implements ReactiveController {
  readonly #host: Host
  readonly #fields: Readonly<Record<string, QueryField>>
  readonly #plain: QueryState
  #read: string | undefined
  #written: QueryState

  constructor(host: Host, fields: { readonly [Name in keyof Host & string]?: QueryField }) {
    this.#host = host
    this.#fields = fields as Readonly<Record<string, QueryField>>
    this.#plain = this.#state()
    this.#written = this.#plain
  }

  hostUpdate(): void {
    const { query } = this.#host
    if (query === undefined || query === this.#read) return
    this.#read = query
    this.#written = readQuery(query, this.#fields, this.#plain)
    Object.assign(this.#host, this.#written)
  }

  hostUpdated(): void {
    if (this.#host.query === undefined) return
    const state = this.#state()
    const changed = Object.keys(state).filter((name) => String(state[name]) !== String(this.#written[name]))
    if (changed.length === 0) return
    this.#written = state
    this.#read = writeQuery(state, this.#plain)
    const isTyped = changed.every((name) => this.#fields[name] === 'typed')
    this.#host.dispatchEvent(new GoEvent(`${location.pathname}${this.#read}`, isTyped))
  }

  #state(): QueryState {
    const properties = this.#host as unknown as QueryState
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, properties[name]]))
  }
}
