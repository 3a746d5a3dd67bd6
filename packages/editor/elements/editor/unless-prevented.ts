/**
 * Runs an event's default action unless a listener prevents it. The action runs in a microtask, after listeners outside
 * the editor have handled the event.
 *
 * @param onPrevented - Called instead of the action if it was prevented.
 */
export function runUnlessPrevented(event: Event, action: () => void, onPrevented?: () => void): void {
  queueMicrotask(() => {
    if (event.defaultPrevented) onPrevented?.()
    else action()
  })
}
