import { defineOnDemandElements } from '@aw-flow/editor'

/**
 * Opens the access dialog, which is an on-demand element. Exporting it from another module would add the on-demand
 * elements to the initial page load.
 */
export { askForAccess } from '@aw-flow/editor'

defineOnDemandElements()
