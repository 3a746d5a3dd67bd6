import type { CommandId } from './command.ts'
import type { KeyBindings } from './keymap.ts'

/** A command and its current key bindings. */
export interface KeyedCommand {
  readonly id: CommandId
  readonly keys: readonly string[]
}

/** Keys that cannot be bound because the browser, panning, node navigation or search uses them. */
const reservedKeys = new Set(['Tab', 'Shift+Tab', ' ', 'Mod+k', 'F5', 'Mod+r', 'Mod+w', 'Mod+t', 'Mod+n', 'Mod+l'])

export const isReservedKey = (key: string): boolean =>
  reservedKeys.has(key) || /(^|\+)Arrow(Left|Right|Up|Down)$/.test(key)

/** Returns whether a key press ends in a modifier or dead key and is therefore not a complete binding. */
export const isModifierKey = (key: string): boolean => /(^|\+)(Control|Shift|Alt|Meta|AltGraph|Dead|Process)$/.test(key)

/** Returns the id of the command to which a key is bound. The command with the given `id` is ignored. */
export const findBoundCommandId = (
  commands: readonly KeyedCommand[],
  key: string,
  id?: CommandId,
): CommandId | undefined => commands.find((command) => command.id !== id && command.keys.includes(key))?.id

/** Binds a key to a command and removes it from all other commands. */
export function bindKey(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  key: string,
): KeyBindings {
  const newBindings: Record<string, readonly string[] | undefined> = { ...bindings }
  for (const command of commands) {
    if (command.id === id) newBindings[id] = [...command.keys.filter((candidate) => candidate !== key), key]
    else if (command.keys.includes(key)) newBindings[command.id] = command.keys.filter((candidate) => candidate !== key)
  }
  return newBindings
}

/** Removes a key from a command. */
export function removeKey(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  key: string,
): KeyBindings {
  const command = commands.find((candidate) => candidate.id === id)
  return command ? { ...bindings, [id]: command.keys.filter((candidate) => candidate !== key) } : bindings
}

/** Restores a command's default keys and removes them from all other commands. */
export function restoreDefaultKeys(
  commands: readonly KeyedCommand[],
  bindings: KeyBindings,
  id: CommandId,
  defaultKeys: readonly string[],
): KeyBindings {
  const newBindings: Record<string, readonly string[] | undefined> = { ...bindings }
  for (const command of commands) {
    if (command.id === id || !command.keys.some((key) => defaultKeys.includes(key))) continue
    newBindings[command.id] = command.keys.filter((key) => !defaultKeys.includes(key))
  }
  delete newBindings[id]
  return newBindings
}

/** Parses stored bindings. Entries that are not lists of keys are ignored; unknown commands are kept. */
export function parseBindings(text: string | null): KeyBindings {
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
