import type { CanvasCommand } from './command.ts'

/** Key bindings, keyed by command id. An empty list removes the default keys. @public */
export type KeyBindings = Readonly<Record<string, readonly string[] | undefined>>

/** Converts a key press to a binding, such as `Mod+Shift+z`. Ctrl and Cmd are equivalent. */
export function toBinding(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const isLetter = /^\p{L}$/u.test(event.key)
  // With Shift, punctuation keys already produce a different `key`.
  const isPunctuation = event.key.length === 1 && !isLetter && event.key !== ' '
  const key = isLetter ? event.key.toLowerCase() : event.key
  return [
    event.ctrlKey || event.metaKey ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && !isPunctuation ? 'Shift+' : '',
    key,
  ].join('')
}

type KeyPress = Parameters<typeof toBinding>[0] & Partial<Pick<KeyboardEvent, 'code'>>

const pickModifiers = ({ ctrlKey, metaKey, altKey, shiftKey }: KeyPress): Omit<KeyPress, 'key' | 'code'> => ({
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
})

/**
 * Returns the Latin letter on a key that types another character, for example with Option on macOS or on a non-Latin
 * keyboard layout. If the key types a Latin letter, that letter takes precedence.
 */
function findLatinLetter({ key, code = '' }: KeyPress): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  return letter === undefined || /^[a-z]$/i.test(key) ? key : letter.toLowerCase()
}

const toLatinBinding = (event: KeyPress): string => toBinding({ ...pickModifiers(event), key: findLatinLetter(event) })

/** Returns whether a key press matches a binding, regardless of the keyboard layout. */
export const matchesBinding = (event: KeyPress, binding: string): boolean =>
  toBinding(event) === binding || toLatinBinding(event) === binding

/** Creates a function that finds the command for a key press. Custom bindings take precedence over the defaults. */
export function createKeymap(
  commands: readonly CanvasCommand[],
  bindings: KeyBindings = {},
): (event: KeyPress) => CanvasCommand | undefined {
  const commandsByKey = new Map<string, CanvasCommand>()
  for (const command of commands)
    if (!bindings[command.id]) for (const key of command.keys ?? []) commandsByKey.set(key, command)
  for (const command of commands) for (const key of bindings[command.id] ?? []) commandsByKey.set(key, command)
  return (event) => commandsByKey.get(toBinding(event)) ?? commandsByKey.get(toLatinBinding(event))
}
