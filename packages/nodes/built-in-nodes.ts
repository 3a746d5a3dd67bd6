import { createCatalog, type Catalog, type NodeDefinition } from '@aw-flow/engine'
import { databaseQueryNode, databaseQueryNodeV1 } from './actions/database-query.ts'
import { emailNode, emailNodeV1, emailNodeV2 } from './actions/email.ts'
import { httpRequestNode, httpRequestNodeV1, httpRequestNodeV2 } from './actions/http-request.ts'
import { notificationNode, notificationNodeV1, notificationNodeV2 } from './actions/notification.ts'
import { publishEventNode } from './actions/publish-event.ts'
import { readFileNode, readFileNodeV1 } from './actions/read-file.ts'
import { writeFileNode, writeFileNodeV1 } from './actions/write-file.ts'
import { agentNode } from './agents/agent.ts'
import { classifyRowsNode, classifyRowsNodeV1 } from './agents/classify-rows.ts'
import { extractRowsNode, extractRowsNodeV1 } from './agents/extract-rows.ts'
import { remoteAgentNode } from './agents/remote-agent.ts'
import { summarizeRowsNode } from './agents/summarize-rows.ts'
import { translateRowsNode } from './agents/translate-rows.ts'
import { loadingNode, loadingNodeV1 } from './data-agents/loading.ts'
import { preparingNode, preparingNodeV1, preparingNodeV2 } from './data-agents/preparing.ts'
import { validationNode, validationNodeV1 } from './data-agents/validation.ts'
import { customToolNode, customToolNodeV1 } from './integration/custom-tool.ts'
import { imageNode } from './integration/image.ts'
import { mcpToolNode } from './integration/mcp-tool.ts'
import { webReadNode, webReadNodeV1 } from './integration/web-read.ts'
import { webSearchNode } from './integration/web-search.ts'
import { approvalNode } from './logic/approval.ts'
import { codeNode, codeNodeV1, codeNodeV2 } from './logic/code.ts'
import { conditionNode } from './logic/condition.ts'
import { delayNode } from './logic/delay.ts'
import { errorHandlerNode } from './logic/error-handler.ts'
import { forEachNode } from './logic/for-each.ts'
import { mergeNode } from './logic/merge.ts'
import { placeholderNode } from './logic/placeholder.ts'
import { subWorkflowNode } from './logic/sub-workflow.ts'
import { switchNode, switchNodeV1 } from './logic/switch.ts'
import { transformNode, transformNodeV1, transformNodeV2 } from './logic/transform.ts'
import { variableNode } from './logic/variable.ts'
import { waitForEventNode } from './logic/wait-for-event.ts'
import { whileNode } from './logic/while.ts'
import { aggregateNode } from './tables/aggregate.ts'
import { deduplicateNode } from './tables/deduplicate.ts'
import { deriveColumnNode, deriveColumnNodeV1 } from './tables/derive-column.ts'
import { fillNode } from './tables/fill.ts'
import { filterNode, filterNodeV1 } from './tables/filter.ts'
import { joinNode } from './tables/join.ts'
import { pivotNode } from './tables/pivot.ts'
import { renameAndCastNode } from './tables/rename-and-cast.ts'
import { sampleNode } from './tables/sample.ts'
import { selectNode } from './tables/select.ts'
import { sortNode } from './tables/sort.ts'
import { sqlNode } from './tables/sql.ts'
import { splitNode, splitNodeV1 } from './tables/split.ts'
import { unionNode } from './tables/union.ts'
import { unpivotNode } from './tables/unpivot.ts'
import { webhookResponseNode, webhookResponseNodeV1 } from './logic/webhook-response.ts'
import { eventNode } from './triggers/event.ts'
import { scheduleNode } from './triggers/schedule.ts'
import { triggerNode } from './triggers/trigger.ts'
import { webhookNode } from './triggers/webhook.ts'
import { chartNode } from './views/chart.ts'
import { exportNode, exportNodeV1 } from './views/export.ts'
import { graphNode } from './views/graph.ts'
import { tableNode } from './views/table.ts'

/** The built-in node types, in palette order. @internal */
export const builtInNodes: readonly NodeDefinition[] = [
  triggerNode,
  scheduleNode,
  webhookNode,
  eventNode,
  loadingNode,
  preparingNode,
  validationNode,
  sqlNode,
  selectNode,
  filterNode,
  sortNode,
  joinNode,
  unionNode,
  aggregateNode,
  pivotNode,
  unpivotNode,
  deduplicateNode,
  sampleNode,
  splitNode,
  fillNode,
  deriveColumnNode,
  renameAndCastNode,
  agentNode,
  remoteAgentNode,
  classifyRowsNode,
  extractRowsNode,
  summarizeRowsNode,
  translateRowsNode,
  tableNode,
  chartNode,
  graphNode,
  exportNode,
  conditionNode,
  switchNode,
  forEachNode,
  whileNode,
  mergeNode,
  variableNode,
  transformNode,
  codeNode,
  delayNode,
  waitForEventNode,
  approvalNode,
  subWorkflowNode,
  errorHandlerNode,
  webhookResponseNode,
  placeholderNode,
  httpRequestNode,
  databaseQueryNode,
  readFileNode,
  writeFileNode,
  emailNode,
  notificationNode,
  publishEventNode,
  customToolNode,
  mcpToolNode,
  webSearchNode,
  webReadNode,
  imageNode,
]

/** The names of the built-in node types. @internal */
export const builtInTypes: ReadonlySet<string> = new Set(builtInNodes.map(({ type }) => type))

/** Earlier versions of node types, needed to resume runs that started with them. */
export const earlierVersions: readonly NodeDefinition[] = [
  transformNodeV1,
  codeNodeV1,
  loadingNodeV1,
  preparingNodeV1,
  httpRequestNodeV1,
  httpRequestNodeV2,
  databaseQueryNodeV1,
  readFileNodeV1,
  writeFileNodeV1,
  emailNodeV1,
  emailNodeV2,
  notificationNodeV1,
  notificationNodeV2,
  customToolNodeV1,
  webReadNodeV1,
  webhookResponseNodeV1,
  splitNodeV1,
  deriveColumnNodeV1,
  filterNodeV1,
  exportNodeV1,
  switchNodeV1,
  transformNodeV2,
  codeNodeV2,
  classifyRowsNodeV1,
  extractRowsNodeV1,
  preparingNodeV2,
  validationNodeV1,
]

/** Creates a catalog of the built-in node types and the host's node types. @internal */
export const createBuiltInCatalog = (hostNodes: readonly NodeDefinition[] = []): Catalog =>
  createCatalog([...builtInNodes, ...earlierVersions, ...hostNodes])
