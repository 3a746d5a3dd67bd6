import type { Workflow, WorkflowNode } from '../../document/workflow.ts'
import { toText, type ForeignSettings } from '../foreign-workflow.ts'
import { orderGraph } from './ordered-graph.ts'
import { listOutputs } from './output-index.ts'

/** A node of Node-RED for a node of ours, or `undefined` for a type without a counterpart. */
function toNodeRedNode({ type, data: { config } }: WorkflowNode): ForeignSettings | undefined {
  const text = (name: string): string => toText(config[name]) ?? ''
  switch (type) {
    case 'trigger':
      return {
        type: 'inject',
        props: [{ p: 'payload' }],
        repeat: '',
        crontab: '',
        once: false,
        topic: '',
        payload: '',
        payloadType: 'date',
      }
    case 'schedule':
      return {
        type: 'inject',
        props: [{ p: 'payload' }],
        repeat: '',
        crontab: text('cron'),
        once: false,
        topic: '',
        payload: '',
        payloadType: 'date',
      }
    case 'webhook':
      return {
        type: 'http in',
        url: `/${text('path').replace(/^\//, '')}`,
        method: (text('method') || 'post').toLowerCase(),
        upload: false,
      }
    case 'webhook_response':
      return { type: 'http response', statusCode: '', headers: {} }
    case 'http_request':
      return {
        type: 'http request',
        method: text('method') || 'GET',
        ret: config.response === 'text' ? 'txt' : 'obj',
        paytoqs: 'ignore',
        url: text('url'),
      }
    case 'delay':
      return {
        type: 'delay',
        pauseType: 'delay',
        timeout: String(typeof config.seconds === 'number' ? config.seconds : 1),
        timeoutUnits: 'seconds',
      }
    case 'transform': {
      const rules = [{ t: 'set', p: 'payload', pt: 'msg', to: text('expression') || '$', tot: 'jsonata' }]
      return { type: 'change', rules }
    }
    default:
      return undefined
  }
}

/** Returns whether Node-RED has a node that does the work of a node. */
export const hasNodeRedCounterpart = (node: WorkflowNode): boolean => toNodeRedNode(node) !== undefined

/**
 * Writes a workflow as a flow of Node-RED. Expressions are not translated: those of Transform are JSONata in both. Nodes
 * without a counterpart become functions that fail, with their type and settings as information.
 */
export function writeNodeRed(workflow: Workflow): string {
  const { outgoing } = orderGraph(workflow)
  const numbers = new Map(workflow.nodes.map(({ id }, index) => [id, toId(index + 1)]))
  const tab = { id: toId(0), type: 'tab', label: workflow.name, disabled: false, info: workflow.description ?? '' }
  const nodes = workflow.nodes.map((node) => {
    const edges = outgoing.get(node.id)!
    const outputs = listOutputs(node, edges)
    const wires = outputs.map((output) =>
      edges
        .filter(({ sourceHandle }) => (sourceHandle ?? outputs[0]) === output)
        .map(({ target }) => numbers.get(target)!),
    )
    const info = JSON.stringify({ type: node.type, settings: node.data.config })
    const written = toNodeRedNode(node)
    return {
      id: numbers.get(node.id)!,
      z: tab.id,
      name: node.data.label,
      x: Math.round(node.position.x),
      y: Math.round(node.position.y),
      ...(written ?? { type: 'function', func: createFailure(node.type), outputs: wires.length, info }),
      ...(node.mode === undefined ? {} : { d: true }),
      wires: written?.type === 'http response' ? [] : wires,
    }
  })
  const comments = (workflow.notes ?? []).map(({ text, position }, index) => ({
    id: toId(workflow.nodes.length + index + 1),
    type: 'comment',
    z: tab.id,
    name: text.split('\n')[0]!.slice(0, 100),
    info: text,
    x: Math.round(position.x),
    y: Math.round(position.y),
    wires: [],
  }))
  return `${JSON.stringify([tab, ...nodes, ...comments], undefined, 2)}\n`
}

const createFailure = (type: string): string =>
  `node.error(${JSON.stringify(`Replace this node: ${type} of aw has no counterpart.`)}, msg)\nreturn null`

/** Ids of Node-RED have 16 hexadecimal digits. */
const toId = (number: number): string => number.toString(16).padStart(16, '0')
