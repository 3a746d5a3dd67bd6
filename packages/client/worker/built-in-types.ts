import { createBuiltInCatalog } from '@aw-flow/nodes'

/**
 * The node types of an engine without modules of a host, which a page shows before its worker has started. Builds of
 * pages contain these values instead of the nodes.
 */
export const builtInTypes = createBuiltInCatalog().list()
