import type { KeyBindings } from '../../canvas/commands/keymap.ts'
import type { KeysChangeEvent } from '../palette/aw-key-form.ts'
import { createStoredKeys } from '../palette/stored-keys.ts'
import { runUnlessPrevented } from './unless-prevented.ts'

/** The shortcuts of an editor: the host's, overridden by the user's, which the browser stores. */
export interface Shortcuts {
  readonly current: KeyBindings
  /** Handles `aw-keys-change`: stores the differences from the host's shortcuts. */
  onKeysChange(this: void, event: KeysChangeEvent): void
  /** Reads the stored shortcuts and follows changes in other editors. */
  connect(): void
  disconnect(): void
}

/** @param getHostKeys - Returns the host's shortcuts. */
export function createShortcuts(getHostKeys: () => KeyBindings, onChange: () => void): Shortcuts {
  const stored = createStoredKeys(onChange)
  return {
    get current() {
      return { ...getHostKeys(), ...stored.current }
    },
    onKeysChange(event) {
      const store = (): void => {
        const hostBindings: Record<string, readonly string[] | undefined> = getHostKeys()
        const userBindings = Object.entries(event.keys).filter(
          ([id, keys]) => keys?.join('\n') !== hostBindings[id]?.join('\n'),
        )
        stored.set(Object.fromEntries(userBindings))
      }
      runUnlessPrevented(event, store, onChange)
    },
    connect: () => stored.connect(),
    disconnect: () => stored.disconnect(),
  }
}
