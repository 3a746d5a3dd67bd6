import { createCatalogue, type Catalogue, type NodeDefinition } from '@aw-flow/engine'
import { loadingNode } from './data-agents/loading.ts'
import { preparingNode } from './data-agents/preparing.ts'
import { validationNode } from './data-agents/validation.ts'
import { tableNode } from './views/table.ts'

/** The node types that come with the library, in the order in which they are offered. */
export const builtInNodes: readonly NodeDefinition[] = [loadingNode, preparingNode, validationNode, tableNode]

/** A catalogue of the built-in node types, and of a host's own behind them. */
export const builtInCatalogue = (own: readonly NodeDefinition[] = []): Catalogue =>
  createCatalogue([...builtInNodes, ...own])
