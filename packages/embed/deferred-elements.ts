import { defineDeferredElements } from '@aw-flow/editor'

/**
 * Opens the access dialog, which is one of these elements. Exporting it from a separate module would add them to the
 * first load.
 */
export { askForAccess } from '@aw-flow/editor'

defineDeferredElements()
