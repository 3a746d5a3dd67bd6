import { createCatalog, type Catalog, type NodeDefinition } from '@aw-flow/engine'

/** Loads the built-in node types one by one, each with its earlier versions, keyed by the name of the type. */
export const nodeTypeLoaders: Readonly<Record<string, () => Promise<readonly NodeDefinition[]>>> = {
  trigger: async () => [(await import('./triggers/trigger.ts')).triggerNode],
  schedule: async () => [(await import('./triggers/schedule.ts')).scheduleNode],
  webhook: async () => [(await import('./triggers/webhook.ts')).webhookNode],
  event: async () => [(await import('./triggers/event.ts')).eventNode],
  loading: async () => {
    const { loadingNode, loadingNodeV1 } = await import('./data-agents/loading.ts')
    return [loadingNode, loadingNodeV1]
  },
  preparing: async () => {
    const { preparingNode, preparingNodeV1, preparingNodeV2 } = await import('./data-agents/preparing.ts')
    return [preparingNode, preparingNodeV1, preparingNodeV2]
  },
  validation: async () => {
    const { validationNode, validationNodeV1 } = await import('./data-agents/validation.ts')
    return [validationNode, validationNodeV1]
  },
  sql: async () => [(await import('./tables/sql.ts')).sqlNode],
  select: async () => [(await import('./tables/select.ts')).selectNode],
  filter: async () => {
    const { filterNode, filterNodeV1 } = await import('./tables/filter.ts')
    return [filterNode, filterNodeV1]
  },
  sort: async () => [(await import('./tables/sort.ts')).sortNode],
  join: async () => [(await import('./tables/join.ts')).joinNode],
  union: async () => [(await import('./tables/union.ts')).unionNode],
  aggregate: async () => [(await import('./tables/aggregate.ts')).aggregateNode],
  pivot: async () => [(await import('./tables/pivot.ts')).pivotNode],
  unpivot: async () => [(await import('./tables/unpivot.ts')).unpivotNode],
  deduplicate: async () => [(await import('./tables/deduplicate.ts')).deduplicateNode],
  sample: async () => [(await import('./tables/sample.ts')).sampleNode],
  split: async () => {
    const { splitNode, splitNodeV1 } = await import('./tables/split.ts')
    return [splitNode, splitNodeV1]
  },
  fill: async () => [(await import('./tables/fill.ts')).fillNode],
  derive_column: async () => {
    const { deriveColumnNode, deriveColumnNodeV1 } = await import('./tables/derive-column.ts')
    return [deriveColumnNode, deriveColumnNodeV1]
  },
  rename_and_cast: async () => [(await import('./tables/rename-and-cast.ts')).renameAndCastNode],
  agent: async () => [(await import('./agents/agent.ts')).agentNode],
  remote_agent: async () => [(await import('./agents/remote-agent.ts')).remoteAgentNode],
  classify_rows: async () => {
    const { classifyRowsNode, classifyRowsNodeV1 } = await import('./agents/classify-rows.ts')
    return [classifyRowsNode, classifyRowsNodeV1]
  },
  extract_rows: async () => {
    const { extractRowsNode, extractRowsNodeV1 } = await import('./agents/extract-rows.ts')
    return [extractRowsNode, extractRowsNodeV1]
  },
  summarize_rows: async () => [(await import('./agents/summarize-rows.ts')).summarizeRowsNode],
  translate_rows: async () => [(await import('./agents/translate-rows.ts')).translateRowsNode],
  table: async () => [(await import('./views/table.ts')).tableNode],
  chart: async () => [(await import('./views/chart.ts')).chartNode],
  graph: async () => [(await import('./views/graph.ts')).graphNode],
  export: async () => {
    const { exportNode, exportNodeV1 } = await import('./views/export.ts')
    return [exportNode, exportNodeV1]
  },
  condition: async () => [(await import('./logic/condition.ts')).conditionNode],
  switch: async () => {
    const { switchNode, switchNodeV1 } = await import('./logic/switch.ts')
    return [switchNode, switchNodeV1]
  },
  for_each: async () => [(await import('./logic/for-each.ts')).forEachNode],
  while: async () => [(await import('./logic/while.ts')).whileNode],
  merge: async () => [(await import('./logic/merge.ts')).mergeNode],
  variable: async () => [(await import('./logic/variable.ts')).variableNode],
  transform: async () => {
    const { transformNode, transformNodeV1, transformNodeV2 } = await import('./logic/transform.ts')
    return [transformNode, transformNodeV1, transformNodeV2]
  },
  code: async () => {
    const { codeNode, codeNodeV1, codeNodeV2 } = await import('./logic/code.ts')
    return [codeNode, codeNodeV1, codeNodeV2]
  },
  delay: async () => [(await import('./logic/delay.ts')).delayNode],
  wait_for_event: async () => [(await import('./logic/wait-for-event.ts')).waitForEventNode],
  approval: async () => [(await import('./logic/approval.ts')).approvalNode],
  sub_workflow: async () => [(await import('./logic/sub-workflow.ts')).subWorkflowNode],
  error_handler: async () => [(await import('./logic/error-handler.ts')).errorHandlerNode],
  webhook_response: async () => {
    const { webhookResponseNode, webhookResponseNodeV1 } = await import('./logic/webhook-response.ts')
    return [webhookResponseNode, webhookResponseNodeV1]
  },
  placeholder: async () => [(await import('./logic/placeholder.ts')).placeholderNode],
  http_request: async () => {
    const { httpRequestNode, httpRequestNodeV1, httpRequestNodeV2 } = await import('./actions/http-request.ts')
    return [httpRequestNode, httpRequestNodeV1, httpRequestNodeV2]
  },
  database_query: async () => {
    const { databaseQueryNode, databaseQueryNodeV1 } = await import('./actions/database-query.ts')
    return [databaseQueryNode, databaseQueryNodeV1]
  },
  read_file: async () => {
    const { readFileNode, readFileNodeV1 } = await import('./actions/read-file.ts')
    return [readFileNode, readFileNodeV1]
  },
  write_file: async () => {
    const { writeFileNode, writeFileNodeV1 } = await import('./actions/write-file.ts')
    return [writeFileNode, writeFileNodeV1]
  },
  email: async () => {
    const { emailNode, emailNodeV1, emailNodeV2 } = await import('./actions/email.ts')
    return [emailNode, emailNodeV1, emailNodeV2]
  },
  notification: async () => {
    const { notificationNode, notificationNodeV1, notificationNodeV2 } = await import('./actions/notification.ts')
    return [notificationNode, notificationNodeV1, notificationNodeV2]
  },
  publish_event: async () => [(await import('./actions/publish-event.ts')).publishEventNode],
  custom_tool: async () => {
    const { customToolNode, customToolNodeV1 } = await import('./integration/custom-tool.ts')
    return [customToolNode, customToolNodeV1]
  },
  mcp_tool: async () => [(await import('./integration/mcp-tool.ts')).mcpToolNode],
  web_search: async () => [(await import('./integration/web-search.ts')).webSearchNode],
  web_read: async () => {
    const { webReadNode, webReadNodeV1 } = await import('./integration/web-read.ts')
    return [webReadNode, webReadNodeV1]
  },
  image: async () => [(await import('./integration/image.ts')).imageNode],
}

/** Types whose nodes can use every other type as a tool, including agents that the workflow only names. */
const typesWithTools = ['agent']

/**
 * Creates a catalog of the built-in node types that a run needs, and the host's node types. A process that executes runs
 * starts in half the time if it loads only those.
 *
 * @param request - JSON with the workflows of the run. A type that occurs in it as a string is loaded.
 * @internal
 */
export async function loadCatalogForRun(request: string, hostNodes: readonly NodeDefinition[] = []): Promise<Catalog> {
  const types = Object.keys(nodeTypeLoaders)
  const strings = new Set(Array.from(request.matchAll(/"([a-z0-9_]+)"/g), ([, text]) => text!))
  const hasTools = typesWithTools.some((type) => strings.has(type))
  const needed = hasTools ? types : types.filter((type) => strings.has(type))
  const definitions = await Promise.all(needed.map((type) => nodeTypeLoaders[type]!()))
  return createCatalog([...definitions.flat(), ...hostNodes], types)
}
