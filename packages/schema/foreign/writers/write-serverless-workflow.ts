import { defined } from '../../wire/defined.ts'
import type { Json, Workflow, WorkflowNode } from '../../document/workflow.ts'
import { toText, type ForeignSettings } from '../foreign-workflow.ts'
import { orderGraph } from './ordered-graph.ts'

/** Types that begin a workflow, and belong to its `schedule` or to the caller. */
const triggerTypes = new Set(['trigger', 'schedule', 'webhook', 'event'])

/** A task of the Serverless Workflow DSL for a node of ours. A type without a counterpart is a call of a function. */
function toTask({ type, data: { config, label } }: WorkflowNode): ForeignSettings {
  const text = (name: string): string => toText(config[name]) ?? ''
  switch (type) {
    case 'http_request': {
      const body = toText(config.body)
      const parameters = {
        method: (text('method') || 'get').toLowerCase(),
        endpoint: text('url'),
        ...defined({ headers: config.headers, query: config.query, body }),
      }
      return { call: 'http', with: parameters }
    }
    case 'delay':
      return { wait: { seconds: typeof config.seconds === 'number' ? config.seconds : 1 } }
    case 'publish_event':
      return { emit: { event: { with: { type: text('event') || text('name') || label } } } }
    default:
      return { call: `aw.${type}`, with: config }
  }
}

/** Returns whether a runtime can do the work of a node without a function that aw names. */
export const hasTask = (node: WorkflowNode): boolean =>
  triggerTypes.has(node.type) || !String(toTask(node).call).startsWith('aw.')

/**
 * Writes a workflow in the DSL of Serverless Workflow 1.0, as JSON. Tasks run one after the other in an order that the
 * edges allow, because its branches are nested and ours are not; the edges are in `metadata`. Expressions are not
 * translated, and types without a counterpart are calls of functions such as `aw.filter`, which a runtime must provide.
 */
export function writeServerlessWorkflow(workflow: Workflow): string {
  const { names, sorted, outgoing } = orderGraph(workflow)
  const cron = workflow.nodes.find(({ type }) => type === 'schedule')?.data.config.cron
  const tasks = sorted
    .filter(({ type }) => !triggerTypes.has(type))
    .map((node) => ({
      [names.get(node.id)!]: {
        ...toTask(node),
        metadata: { aw: { id: node.id, type: node.type, next: listNext(node) } },
      },
    }))
  function listNext({ id }: WorkflowNode): Json {
    return outgoing.get(id)!.map(({ target, sourceHandle }) => [sourceHandle ?? '', names.get(target)!])
  }
  const slug = workflow.name
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-')
    .slice(0, 60)
  const document = {
    document: {
      dsl: '1.0.0',
      namespace: 'aw',
      name: slug || 'workflow',
      version: '1.0.0',
      title: workflow.name,
      ...defined({ summary: workflow.description }),
    },
    ...(typeof cron === 'string' ? { schedule: { cron } } : {}),
    do: tasks,
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
