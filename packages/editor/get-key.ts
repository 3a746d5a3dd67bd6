/**
 * Returns whether a key press belongs to an input method that composes text, such as Japanese. Its Enter and Escape
 * confirm or cancel a conversion. Safari reports that Enter after the composition has ended, with the key code 229.
 *
 * @internal
 */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

/**
 * Returns the key of a key press, or `Process`, the key that browsers report for an input method, while it composes
 * text.
 *
 * @internal
 */
export const getKey = (event: Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode'>): string =>
  isComposing(event) ? 'Process' : event.key
