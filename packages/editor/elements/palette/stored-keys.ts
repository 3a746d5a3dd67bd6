import { readBindings } from '../../canvas/commands/change-keys.ts'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'

const name = 'aw-keys'

/** The shortcuts that the user has changed, from the browser's storage; empty if it cannot be read. @internal */
export function keptKeyBindings(): KeyBindings {
  try {
    return readBindings(localStorage.getItem(name))
  } catch {
    return {}
  }
}

/**
 * Stores shortcuts as JSON text, or removes them (`null`); returns whether the browser allows it. Editors read them
 * when they are connected.
 *
 * @internal
 */
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
 * The shortcuts that the user has changed, synchronized across all editors and tabs of the page's origin. If storage is
 * blocked, they last as long as the page.
 */
export interface StoredKeys {
  readonly current: KeyBindings
  set(bindings: KeyBindings): void
  /** Reads what is stored and listens for changes. */
  connect(): void
  disconnect(): void
}

export function createStoredKeys(onChange: () => void): StoredKeys {
  let current: KeyBindings = {}
  const others: { channel?: BroadcastChannel | undefined } = {}

  const read = (text: string | null): void => {
    current = readBindings(text)
    onChange()
  }

  return {
    get current() {
      return current
    },
    set(bindings) {
      const text = Object.keys(bindings).length === 0 ? null : JSON.stringify(bindings)
      current = bindings
      onChange()
      others.channel?.postMessage(text)
      keepKeyBindings(text)
    },
    connect() {
      try {
        read(localStorage.getItem(name))
      } catch {
        // Storage is forbidden: the current bindings stay.
      }
      others.channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
      others.channel?.addEventListener('message', ({ data }: MessageEvent) => read(data as string | null))
    },
    disconnect() {
      others.channel?.close()
      others.channel = undefined
    },
  }
}
