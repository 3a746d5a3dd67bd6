import type { CanvasCommand } from './command.ts'

/** Keys of commands, by command id; an empty list removes the default keys. @public */
export type KeyBindings = Readonly<Record<string, readonly string[] | undefined>>

/** A key press as a binding, such as `Mod+Shift+z`. Ctrl and Cmd are equivalent. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const isLetter = /^\p{L}$/u.test(event.key)
  // With Shift, punctuation keys already have a different `key`.
  const isMark = event.key.length === 1 && !isLetter && event.key !== ' '
  const key = isLetter ? event.key.toLowerCase() : event.key
  return [
    event.ctrlKey || event.metaKey ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && !isMark ? 'Shift+' : '',
    key,
  ].join('')
}

type KeyPress = Parameters<typeof keyOf>[0] & Partial<Pick<KeyboardEvent, 'code'>>

const modifiersOf = ({ ctrlKey, metaKey, altKey, shiftKey }: KeyPress): Omit<KeyPress, 'key' | 'code'> => ({
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
})

/**
 * The Latin letter of a key that types another character, such as with Option on macOS or on a keyboard of another
 * script. The typed character takes precedence.
 */
function latinKey({ key, code = '' }: KeyPress): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  return letter === undefined || /^[a-z]$/i.test(key) ? key : letter.toLowerCase()
}

const latinKeyOf = (event: KeyPress): string => keyOf({ ...modifiersOf(event), key: latinKey(event) })

/** Whether a key press matches a binding, on any keyboard layout. */
export const isKey = (event: KeyPress, binding: string): boolean =>
  keyOf(event) === binding || latinKeyOf(event) === binding

/** Finds the command of a key press; custom bindings take precedence over default ones. */
export function createKeymap(
  commands: readonly CanvasCommand[],
  bindings: KeyBindings = {},
): (event: KeyPress) => CanvasCommand | undefined {
  const byKey = new Map<string, CanvasCommand>()
  for (const command of commands)
    if (!bindings[command.id]) for (const key of command.keys ?? []) byKey.set(key, command)
  for (const command of commands) for (const key of bindings[command.id] ?? []) byKey.set(key, command)
  return (event) => byKey.get(keyOf(event)) ?? byKey.get(latinKeyOf(event))
}
