import { defineDeferredElements } from '@aw-flow/editor'

/**
 * Opens the access dialog, which is a deferred element. Exporting it from another module would add the deferred
 * elements to the initial page load.
 */
export { askForAccess } from '@aw-flow/editor'

defineDeferredElements()
