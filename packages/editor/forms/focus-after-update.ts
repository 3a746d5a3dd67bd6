import type { LitElement } from 'lit'

/** Focuses an element of a field once the form has set the changed value and the field has rendered it. */
export async function focusAfterUpdate(
  field: LitElement,
  findElement: () => HTMLElement | null | undefined,
): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await field.updateComplete
  const element = findElement()
  // A new field cannot receive focus before its first render.
  await (element as LitElement | null | undefined)?.updateComplete
  element?.focus()
}
