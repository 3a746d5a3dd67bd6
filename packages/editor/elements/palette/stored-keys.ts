import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { readBindings } from '../../canvas/commands/change-keys.ts'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'

const name = 'aw-keys'

/** The keys that a person has changed, as this browser remembers them; none where nothing may be read. */
export function keptKeyBindings(): KeyBindings {
  try {
    return readBindings(localStorage.getItem(name))
  } catch {
    return {}
  }
}

/** Keeps them as the text of their JSON, `null` forgets them; whether the browser allows it. Editors read it when they appear. */
export function keepKeyBindings(text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(name)
    else localStorage.setItem(name, text)
    return true
  } catch {
    return false
  }
}

/**
 * The keys that a person has changed, as this browser remembers them for all editors of the page's origin; a change in
 * another editor or tab is heard. Where storage is forbidden they last as long as the element.
 */
export class StoredKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #current: KeyBindings = {}
  #others: BroadcastChannel | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  get current(): KeyBindings {
    return this.#current
  }

  hostConnected(): void {
    this.#read()
    this.#others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
    this.#others?.addEventListener('message', ({ data }: MessageEvent) => this.#take(data as string | null))
  }

  hostDisconnected(): void {
    this.#others?.close()
  }

  keep(bindings: KeyBindings): void {
    const text = Object.keys(bindings).length === 0 ? null : JSON.stringify(bindings)
    this.#current = bindings
    this.#host.requestUpdate()
    this.#others?.postMessage(text)
    // Where a page forbids storage, the keys last as long as the element.
    keepKeyBindings(text)
  }

  #read(): void {
    try {
      this.#take(localStorage.getItem(name))
    } catch {
      // Nothing may be read: what is known stays.
    }
  }

  #take(text: string | null): void {
    this.#current = readBindings(text)
    this.#host.requestUpdate()
  }
}
