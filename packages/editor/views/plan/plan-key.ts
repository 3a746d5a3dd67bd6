/** The meaning of a key in a plan: moving to another operation, or an action on this one. */
export type PlanKey =
  | { to: 'first' | 'last' | -1 | 1 }
  | 'up'
  | 'down'
  | 'undo'
  | 'redo'
  | 'approved'
  | 'rejected'
  | 'edit'
  | 'remove'

/** Reads a key that was pressed on an operation; `undefined` for other keys. */
export function planKey(
  { key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent,
  isReadonly: boolean,
): PlanKey | undefined {
  if (key === 'Home') return { to: 'first' }
  if (key === 'End') return { to: 'last' }
  const way = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : undefined
  if (way !== undefined && !altKey) return { to: way }
  if (isReadonly) return undefined
  if (way !== undefined) return way < 0 ? 'up' : 'down'
  const letter = key.toLowerCase()
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? 'redo' : 'undo'
    return letter === 'y' ? 'redo' : undefined
  }
  if (letter === 'a') return 'approved'
  if (letter === 'r') return 'rejected'
  if (letter === 'e' || key === 'Enter') return 'edit'
  return key === 'Delete' ? 'remove' : undefined
}
