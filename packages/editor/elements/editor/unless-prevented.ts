/**
 * Runs the default action of an event after listeners outside the editor have had the chance to prevent it.
 *
 * @param onPrevented - Called instead of a prevented action.
 */
export function runUnlessPrevented(event: Event, action: () => void, onPrevented?: () => void): void {
  queueMicrotask(() => {
    if (event.defaultPrevented) onPrevented?.()
    else action()
  })
}
