import { getKey } from '../../get-key.ts'

/** A keyboard command that moves focus, changes the focused operation, or undoes or redoes a change. */
export type PlanCommand =
  | { focusTarget: 'first' | 'last' | -1 | 1 }
  | 'up'
  | 'down'
  | 'undo'
  | 'redo'
  | 'approved'
  | 'rejected'
  | 'edit'
  | 'remove'

/** Returns the command for a key pressed on an operation, or `undefined` if it has none. */
export function getPlanCommand(event: KeyboardEvent, isReadonly: boolean): PlanCommand | undefined {
  const { altKey, ctrlKey, metaKey, shiftKey } = event
  const key = getKey(event)
  if (key === 'Home') return { focusTarget: 'first' }
  if (key === 'End') return { focusTarget: 'last' }
  const direction = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : undefined
  if (direction !== undefined && !altKey) return { focusTarget: direction }
  if (isReadonly) return undefined
  if (direction !== undefined) return direction < 0 ? 'up' : 'down'
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
