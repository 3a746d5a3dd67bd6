import { defineDeferredElements } from '@aw-flow/editor'

/** The dialog that grants access is one of these elements. A module of its own would move them to the first load. */
export { askForAccess } from '@aw-flow/editor'

defineDeferredElements()
