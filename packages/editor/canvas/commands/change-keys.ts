import type { CommandId } from './command.ts'
import type { KeyBindings } from './keymap.ts'

/** A command and its current keys. */
export interface KeyedCommand {
  readonly id: CommandId
  readonly keys: readonly string[]
}

/** Keys that cannot be bound, because they belong to the browser, panning, node navigation or search. */
const kept = new Set(['Tab', 'Shift+Tab', ' ', 'Mod+k', 'F5', 'Mod+r', 'Mod+w', 'Mod+t', 'Mod+n', 'Mod+l'])

export const isKeptKey = (key: string): boolean => kept.has(key) || /(^|\+)Arrow(Left|Right|Up|Down)$/.test(key)

/** A modifier key. */
export const isModifier = (key: string): boolean => /(^|\+)(Control|Shift|Alt|Meta|AltGraph|Dead|Process)$/.test(key)

/** The command that a key is bound to, other than `id`. */
export const holderOf = (commands: readonly KeyedCommand[], key: string, id?: CommandId): CommandId | undefined =>
  commands.find((command) => command.id !== id && command.keys.includes(key))?.id

/** Adds a key to a command and removes it from others. */
export function withKey(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  key: string,
): KeyBindings {
  const next: Record<string, readonly string[] | undefined> = { ...bindings }
  for (const command of commands) {
    if (command.id === id) next[id] = [...command.keys.filter((other) => other !== key), key]
    else if (command.keys.includes(key)) next[command.id] = command.keys.filter((other) => other !== key)
  }
  return next
}

/** Removes a key from a command. */
export function withoutKey(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  key: string,
): KeyBindings {
  const command = commands.find((one) => one.id === id)
  return command ? { ...bindings, [id]: command.keys.filter((other) => other !== key) } : bindings
}

/** Resets a command's keys and removes them from other commands. */
export function withOwnKeys(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  own: readonly string[],
): KeyBindings {
  const next: Record<string, readonly string[] | undefined> = { ...bindings }
  for (const command of commands) {
    if (command.id === id || !command.keys.some((key) => own.includes(key))) continue
    next[command.id] = command.keys.filter((key) => !own.includes(key))
  }
  delete next[id]
  return next
}

/** Reads stored bindings; ignores entries that are not lists of keys, but keeps unknown commands. */
export function readBindings(text: string | null): KeyBindings {
  if (text === null) return {}
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return {}
    const entries = Object.entries(parsed).filter(
      ([, keys]) => Array.isArray(keys) && keys.every((key) => typeof key === 'string'),
    )
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}
