import { defineCoreElements } from './define-core-elements.ts'
import { defineDeferredElements } from './define-deferred-elements.ts'

/**
 * Registers all elements. Importing the package registers none. Names that are already defined are skipped, so it can
 * be called twice, or after a host has defined its own `<aw-workflow-editor>`.
 *
 * @example
 * import { defineElements } from '@aw-flow/editor'
 * defineElements()
 * // <aw-workflow-editor> now works; set its `session`.
 * @internal
 */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  defineCoreElements(registry)
  defineDeferredElements(registry)
}
