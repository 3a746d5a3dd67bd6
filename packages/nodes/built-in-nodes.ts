import { createCatalogue, type Catalogue, type NodeDefinition } from '@aw-flow/engine'
import { httpRequestNode } from './actions/http-request.ts'
import { loadingNode } from './data-agents/loading.ts'
import { preparingNode } from './data-agents/preparing.ts'
import { validationNode } from './data-agents/validation.ts'
import { approvalNode } from './logic/approval.ts'
import { conditionNode } from './logic/condition.ts'
import { delayNode } from './logic/delay.ts'
import { errorHandlerNode } from './logic/error-handler.ts'
import { forEachNode } from './logic/for-each.ts'
import { mergeNode } from './logic/merge.ts'
import { subWorkflowNode } from './logic/sub-workflow.ts'
import { switchNode } from './logic/switch.ts'
import { variableNode } from './logic/variable.ts'
import { waitForEventNode } from './logic/wait-for-event.ts'
import { whileNode } from './logic/while.ts'
import { tableNode } from './views/table.ts'

/** The node types that come with the library, in the order in which they are offered. */
export const builtInNodes: readonly NodeDefinition[] = [
  loadingNode,
  preparingNode,
  validationNode,
  tableNode,
  conditionNode,
  switchNode,
  forEachNode,
  whileNode,
  mergeNode,
  variableNode,
  delayNode,
  waitForEventNode,
  approvalNode,
  subWorkflowNode,
  errorHandlerNode,
  httpRequestNode,
]

/** A catalogue of the built-in node types, and of a host's own behind them. */
export const builtInCatalogue = (own: readonly NodeDefinition[] = []): Catalogue =>
  createCatalogue([...builtInNodes, ...own])
