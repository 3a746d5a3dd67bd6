import { defineFirstElements } from './define-first-elements.ts'
import { defineLaterElements } from './define-later-elements.ts'

/**
 * Registers the elements under their names; importing the package alone registers none. A name that is taken is left as
 * it is, so calling it twice, or with one's own `<aw-workflow-editor>` already defined, does no harm.
 *
 * @example
 * import { defineElements } from '@aw-flow/editor'
 * defineElements()
 * // <aw-workflow-editor> now works; set its `session`.
 */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  defineFirstElements(registry)
  defineLaterElements(registry)
}
