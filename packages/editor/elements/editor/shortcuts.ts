import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import type { KeysChangeEvent } from '../palette/aw-key-form.ts'
import { createStoredKeyBindings } from '../palette/stored-keys.ts'
import { runUnlessPrevented } from './unless-prevented.ts'

/** An editor's keyboard shortcuts. The user's shortcuts, stored by the browser, override the host's. */
export interface Shortcuts {
  readonly current: KeyBindings
  /** Handles `aw-keys-change`: stores the shortcuts that differ from the host's. */
  onKeysChange(this: void, event: KeysChangeEvent): void
  /** Reads the stored shortcuts and starts observing changes made in other editors. */
  connect(): void
  disconnect(): void
}

/** @param getHostKeys - Returns the host's shortcuts. */
export function createShortcuts(getHostKeys: () => KeyBindings, onChange: () => void): Shortcuts {
  const storedBindings = createStoredKeyBindings(onChange)
  return {
    get current() {
      return { ...getHostKeys(), ...storedBindings.current }
    },
    onKeysChange(event) {
      const store = (): void => {
        const hostBindings: Record<string, readonly string[] | undefined> = getHostKeys()
        const userBindings = Object.entries(event.keys).filter(
          ([id, keys]) => keys?.join('\n') !== hostBindings[id]?.join('\n'),
        )
        storedBindings.set(Object.fromEntries(userBindings))
      }
      runUnlessPrevented(event, store, onChange)
    },
    connect: () => storedBindings.connect(),
    disconnect: () => storedBindings.disconnect(),
  }
}
