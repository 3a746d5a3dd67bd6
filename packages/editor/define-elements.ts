import { defineFirstElements } from './define-first-elements.ts'
import { defineLaterElements } from './define-later-elements.ts'

/**
 * Registers the elements; importing the package registers none. Names that are already defined are skipped, so that it
 * can be called twice, or after a host has defined its own `<aw-workflow-editor>`.
 *
 * @example
 * import { defineElements } from '@aw-flow/editor'
 * defineElements()
 * // <aw-workflow-editor> now works; set its `session`.
 * @internal
 */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  defineFirstElements(registry)
  defineLaterElements(registry)
}
