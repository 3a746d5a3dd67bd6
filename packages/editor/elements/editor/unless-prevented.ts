/**
 * Runs the default action of an event after listeners outside the editor had the chance to prevent it.
 *
 * @param onPrevented - Called instead of a prevented action.
 */
export function unlessPrevented(event: Event, action: () => void, onPrevented?: () => void): void {
  queueMicrotask(() => {
    if (event.defaultPrevented) onPrevented?.()
    else action()
  })
}
