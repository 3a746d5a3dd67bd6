import { defineCoreElements } from './define-core-elements.ts'
import { defineDeferredElements } from './elements/define-deferred-elements.ts'
import { defineOnDemandElements } from './elements/define-on-demand-elements.ts'

/**
 * Registers all elements; importing the package does not register any. Names that are already defined are skipped, so
 * this function can be called repeatedly, or after a host has defined its own `<aw-workflow-editor>`.
 *
 * @example
 *   import { defineElements } from '@aw-flow/editor'
 *   defineElements()
 *   // <aw-workflow-editor> now works; set its `session`.
 * @internal
 */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  defineCoreElements(registry)
  defineDeferredElements(registry)
  defineOnDemandElements(registry)
}
