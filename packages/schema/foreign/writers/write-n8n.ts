import type { Json, Workflow, WorkflowNode } from '../../document/workflow.ts'
import { isObject, toText, type ForeignSettings } from '../foreign-workflow.ts'
import { orderGraph } from './ordered-graph.ts'
import { listOutputs } from './output-index.ts'

interface N8nNode {
  readonly type: string
  readonly typeVersion: number
  readonly parameters: ForeignSettings
}

/** A node of n8n for a node of ours, or `undefined` for a type without a counterpart. */
function toN8nNode({ type, data: { config } }: WorkflowNode): N8nNode | undefined {
  const text = (name: string): string => toText(config[name]) ?? ''
  switch (type) {
    case 'trigger':
      return { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} }
    case 'schedule': {
      const rule = { interval: [{ field: 'cronExpression', expression: text('cron') || '0 * * * *' }] }
      return { type: 'n8n-nodes-base.scheduleTrigger', typeVersion: 1.2, parameters: { rule } }
    }
    case 'webhook': {
      const parameters = { httpMethod: text('method') || 'POST', path: text('path') || 'aw', responseMode: 'lastNode' }
      return { type: 'n8n-nodes-base.webhook', typeVersion: 2, parameters }
    }
    case 'http_request':
      return { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters: writeRequest(config) }
    case 'delay': {
      const parameters = { amount: typeof config.seconds === 'number' ? config.seconds : 1, unit: 'seconds' }
      return { type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters }
    }
    case 'merge':
      return {
        type: 'n8n-nodes-base.merge',
        typeVersion: 3,
        parameters: { numberInputs: typeof config.inputs === 'number' ? config.inputs : 2 },
      }
    case 'webhook_response':
      return { type: 'n8n-nodes-base.respondToWebhook', typeVersion: 1.1, parameters: {} }
    case 'email': {
      const parameters = { toEmail: text('to'), subject: text('subject'), emailFormat: 'html', html: text('html') }
      return { type: 'n8n-nodes-base.emailSend', typeVersion: 2.1, parameters }
    }
    default:
      return undefined
  }
}

/** Returns whether n8n has a node that does the work of a node. */
export const hasN8nCounterpart = (node: WorkflowNode): boolean => toN8nNode(node) !== undefined

function writeRequest(config: ForeignSettings): ForeignSettings {
  const toPairs = (value: Json | undefined): Json[] =>
    Object.entries(isObject(value) ? value : {}).map(([name, inner]) => ({ name, value: String(inner) }))
  const [query, headers] = [toPairs(config.query), toPairs(config.headers)]
  const body = toText(config.body)
  return {
    method: toText(config.method) ?? 'GET',
    url: toText(config.url) ?? '',
    ...(query.length > 0 ? { sendQuery: true, queryParameters: { parameters: query } } : {}),
    ...(headers.length > 0 ? { sendHeaders: true, headerParameters: { parameters: headers } } : {}),
    ...(body === undefined ? {} : { sendBody: true, specifyBody: 'json', jsonBody: body }),
    options: {},
  }
}

/**
 * Writes a workflow as n8n imports it. Expressions are not translated: they stay as text. Nodes without a counterpart
 * become code that fails, because their work would be missing without notice; their notes contain type and settings.
 */
export function writeN8n(workflow: Workflow): string {
  const { names, outgoing } = orderGraph(workflow)
  const nodes = workflow.nodes.map((node) => {
    const written = toN8nNode(node)
    return {
      id: node.id,
      name: names.get(node.id)!,
      position: [Math.round(node.position.x / 1.5), Math.round(node.position.y / 1.2)],
      ...(written ?? createMissingNode(node)),
      ...(node.mode === undefined ? {} : { disabled: true }),
    }
  })
  const stickyNotes = (workflow.notes ?? []).map(({ id, text, position, size }, index) => ({
    id,
    name: `Sticky Note${index === 0 ? '' : index}`,
    type: 'n8n-nodes-base.stickyNote',
    typeVersion: 1,
    position: [Math.round(position.x / 1.5), Math.round(position.y / 1.2)],
    parameters: { content: text, width: Math.round(size.width / 1.5), height: Math.round(size.height / 1.2) },
  }))
  const connections = Object.fromEntries(
    workflow.nodes.flatMap((node) => {
      const edges = outgoing.get(node.id)!
      if (edges.length === 0) return []
      const outputs = listOutputs(node, edges)
      const main = outputs.map((output) =>
        edges
          .filter(({ sourceHandle }) => (sourceHandle ?? outputs[0]) === output)
          .map(({ target, targetHandle }) => ({
            node: names.get(target)!,
            type: 'main',
            index: readIndex(targetHandle),
          })),
      )
      return [[names.get(node.id)!, { main }]]
    }),
  )
  return `${JSON.stringify({ name: workflow.name, nodes: [...nodes, ...stickyNotes], connections, settings: { executionOrder: 'v1' } }, undefined, 2)}\n`
}

const createMissingNode = ({ type, data }: WorkflowNode) => ({
  type: 'n8n-nodes-base.code',
  typeVersion: 2,
  parameters: { jsCode: `throw new Error(${JSON.stringify(`Replace this node: ${type} of aw has no counterpart.`)})` },
  notes: JSON.stringify({ type, settings: data.config }),
})

/** The index of an input such as `in2`. */
const readIndex = (handle: string | undefined): number =>
  Math.max(0, Number(/^in(\d{1,3})$/.exec(handle ?? '')?.[1] ?? 1) - 1)
