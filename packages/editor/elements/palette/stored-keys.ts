import { parseBindings } from '../../canvas/commands/change-keys.ts'
import type { KeyBindings } from '../../canvas/commands/keymap.ts'

const storageKey = 'aw-keys'

/** Reads the user's shortcuts from browser storage. Returns an empty object if storage is blocked. @internal */
export function loadKeyBindings(): KeyBindings {
  try {
    return parseBindings(localStorage.getItem(storageKey))
  } catch {
    return {}
  }
}

/**
 * Stores shortcuts as JSON text, or removes the stored shortcuts (`null`). Returns false if the browser blocks storage.
 * Editors read the stored shortcuts when they are connected.
 *
 * @internal
 */
export function storeKeyBindings(text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, text)
    return true
  } catch {
    return false
  }
}

export function createStoredKeyBindings(onChange: () => void) {
  let current: KeyBindings = {}
  const connection: { channel?: BroadcastChannel | undefined } = {}

  const applyText = (text: string | null): void => {
    current = parseBindings(text)
    onChange()
  }

  return {
    get current(): KeyBindings {
      return current
    },
    set(bindings: KeyBindings): void {
      const text = Object.keys(bindings).length === 0 ? null : JSON.stringify(bindings)
      current = bindings
      onChange()
      connection.channel?.postMessage(text)
      storeKeyBindings(text)
    },
    /** Reads the stored shortcuts and starts listening for changes. */
    connect(): void {
      try {
        applyText(localStorage.getItem(storageKey))
      } catch {
        // Storage is blocked. Keep the current shortcuts.
      }
      connection.channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(storageKey)
      connection.channel?.addEventListener('message', ({ data }: MessageEvent) => applyText(data as string | null))
    },
    disconnect(): void {
      connection.channel?.close()
      connection.channel = undefined
    },
  }
}
