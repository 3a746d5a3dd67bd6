import { englishFormatter } from '@aw-flow/messages/catalogs'
import { renderMessages } from '../../../test/render-messages.ts'
import {
  createCatalog,
  defineNode,
  describeWorkflow,
  runWorkflow,
  systemClock,
  type NodeDefinition,
  type RunControl,
  type RunWorkflowOptions,
  type Tables,
} from '@aw-flow/engine'
import {
  foldRun,
  readWorkflow,
  type Config,
  type NodeRun,
  type RunEvent,
  type RunView,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { z } from 'zod'
import { builtInNodes } from '../built-in-nodes.ts'

/** Outputs the configured JSON, or fails if configured to. */
export const sourceNode = defineNode({
  type: 'give',
  version: 1,
  family: 'logic',
  title: 'Source',
  description: 'Outputs the configured value.',
  icon: 'box',
  inputs: [{ name: 'in', type: 'any' }],
  outputs: [{ name: 'out', type: 'any' }],
  settings: z.strictObject({ json: z.unknown().optional(), fail: z.boolean().default(false) }),
  describe: () => ({ outputs: { out: { type: 'json' } }, summary: 'Outputs the value' }),
  run({ settings: { json, fail } }) {
    if (fail) throw new Error('The test makes it fail.')
    return Promise.resolve({ outputs: { out: { kind: 'json', json: json ?? null } } })
  },
})

/** Adds one to a number, and fails for the configured numbers. */
export const addNode = defineNode({
  type: 'add',
  version: 1,
  family: 'logic',
  title: 'Add',
  description: 'Adds to a number.',
  icon: 'plus',
  inputs: [{ name: 'in', type: 'any' }],
  outputs: [{ name: 'out', type: 'any' }],
  describe: () => ({ outputs: { out: { type: 'json' } }, summary: 'Adds' }),
  settings: z.strictObject({ by: z.number().default(1), failAt: z.array(z.number()).default([]) }),
  run({ settings: { by, failAt }, inputs }) {
    const value = inputs.in?.kind === 'json' ? Number(inputs.in.json) : 0
    if (failAt.includes(value)) throw new Error(`The node is configured to fail for ${value}.`)
    return Promise.resolve({ outputs: { out: { kind: 'json', json: value + by } } })
  },
})

type Edge = `${string}.${string}>${string}.${string}`

/** Creates a workflow from nodes with type and config, and edges written as "from.port>to.port". */
export function createWorkflow(
  nodes: Record<string, [type: string, config?: Config, more?: object]>,
  edges: Edge[],
  extraFields: object = {},
): Workflow {
  const { workflow, problems } = readWorkflow({
    name: 'test',
    nodes: Object.entries(nodes).map(([id, [type, config = {}, nodeFields = {}]]) => ({
      id,
      type,
      data: { label: id, config },
      ...nodeFields,
    })),
    edges: edges.map((edge, index) => {
      const [, source, sourceHandle, target, targetHandle] = /^(.+?)\.(.+?)>(.+?)\.(.+)$/.exec(edge)!
      return { id: `e${index}`, source, sourceHandle, target, targetHandle }
    }),
    ...extraFields,
  })
  if (!workflow) throw new Error(problems[0]?.code)
  return structuredClone(workflow)
}

export const catalog = createCatalog([...builtInNodes, sourceNode, addNode] as readonly NodeDefinition[])

const unusedTables = {} as Tables

/** Runs a workflow of logic nodes. `onControl` receives the run's controls. */
export async function runLogic(
  workflow: Workflow,
  options: Partial<RunWorkflowOptions> = {},
): Promise<{ events: RunEvent[]; view: RunView; nodes: Record<string, NodeRun> }> {
  const events = await runWorkflow({
    workflow,
    run: 'r',
    seed: 1,
    catalog,
    tables: unusedTables,
    files: { open: () => Promise.resolve(undefined) },
    clock: systemClock,
    render: englishFormatter.format,
    signal: new AbortController().signal,
    ...options,
  })
  const view = renderMessages(foldRun(events))
  return { events, view, nodes: view.nodes }
}

export const describeLogic = (workflow: Workflow): WorkflowDescription =>
  renderMessages(describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } }))

export const getStates = (view: RunView): Record<string, string> =>
  Object.fromEntries(Object.values(view.nodes).map(({ node, state }) => [node, state]))

/** Calls `act` with the run's controls when the run waits. */
export const whenWaiting = (
  act: (control: RunControl, event: Extract<RunEvent, { type: 'node-waiting' }>) => void,
): Pick<RunWorkflowOptions, 'onControl' | 'onEvent'> => {
  let control: RunControl | undefined
  return {
    onControl: (runControl) => (control = runControl),
    onEvent: (event) => void (event.type === 'node-waiting' && act(control!, event)),
  }
}
