import { defineDeferredElements } from '@aw-flow/editor'

/**
 * Opens the access dialog, which is a deferred element. It is exported here because another module would add the
 * deferred elements to the first load.
 */
export { askForAccess } from '@aw-flow/editor'

defineDeferredElements()
