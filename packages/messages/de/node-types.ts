import type { Catalog } from '../message-formatter.ts'
import { createNodeTypeCatalog } from '../node-type-catalog.ts'
import nodeTypes from './node-types.json' with { type: 'json' }

/** The built-in node types and their settings. @internal */
export const nodeTypeMessages: Catalog = createNodeTypeCatalog(nodeTypes)
