import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { canvasCommands } from '../canvas/commands/canvas-commands.ts'
import { readBindings } from '../canvas/commands/change-keys.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'

const name = 'aw-keys'
const known = new Set<string>(canvasCommands.map(({ id }) => id))

/**
 * The keys that a person has changed, as this browser remembers them for all editors of the page's origin; another tab's
 * change is heard. Where storage is forbidden they last as long as the element.
 */
export class StoredKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #current: KeyBindings = {}

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  get current(): KeyBindings {
    return this.#current
  }

  hostConnected(): void {
    this.#read()
    globalThis.addEventListener('storage', this.#onStorage)
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('storage', this.#onStorage)
  }

  keep(bindings: KeyBindings): void {
    this.#current = bindings
    this.#host.requestUpdate()
    try {
      if (Object.keys(bindings).length === 0) localStorage.removeItem(name)
      else localStorage.setItem(name, JSON.stringify(bindings))
    } catch {
      // A page may forbid storage; the keys then last as long as the element.
    }
  }

  #read(): void {
    try {
      this.#current = readBindings(localStorage.getItem(name), known)
      this.#host.requestUpdate()
    } catch {
      // Nothing may be read: what is known stays.
    }
  }

  #onStorage = ({ key }: StorageEvent): void => {
    if (key === name || key === null) this.#read()
  }
}
