import {
  foldRun,
  readWorkflow,
  type Config,
  type RunEvent,
  type RunView,
  type Value,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { z } from 'zod'
import { createCatalog } from './node/catalog.ts'
import { systemClock, type Clock } from './clock.ts'
import { defineNode, type NodeDefinition, type RunArguments } from './node/define-node.ts'
import { NodeError } from './node/node-error.ts'
import { describeWorkflow } from './plan/describe-workflow.ts'
import type { RunControl, RunWorkflowOptions } from './run-options.ts'
import { runWorkflow } from './run-workflow.ts'
import { digestJson } from './digest.ts'

const commonFields = { version: 1, family: 'logic', title: 'Test', description: 'For tests', icon: 'plus' } as const
const anyPort = (name: string) => ({ name, type: 'any' as const })
const json = (value: unknown): Value => ({ kind: 'json', json: value })
export const getJsonValue = (value: Value | undefined): unknown => (value?.kind === 'json' ? value.json : undefined)

/** The behavior of a test node before it returns its configured outputs or its inputs. */
export type Behavior = (args: RunArguments<unknown>) => unknown

/** Creates minimal node types, one for each way in which the engine handles nodes. */
export function createControlNodes(behaviors: Readonly<Record<string, Behavior>>): NodeDefinition[] {
  const passNode = defineNode({
    ...commonFields,
    type: 'do',
    inputs: [anyPort('in'), anyPort('more')],
    outputs: [anyPort('out'), anyPort('other')],
    settings: z.strictObject({ give: z.unknown().optional(), take: z.string().optional() }),
    describe: ({ settings, inputs }) => ({
      outputs: { out: inputs.in ?? { type: 'json' } },
      summary: JSON.stringify(settings),
    }),
    async run(args) {
      const output = await behaviors[args.node]?.(args)
      const { give, take } = args.settings
      const out =
        output !== undefined ? json(output) : give !== undefined ? json(give) : (args.inputs.in ?? json(args.node))
      return { outputs: { out, other: out }, ...(take ? { taken: [take] } : {}) }
    },
  })
  return [
    passNode,
    defineNode({
      ...passNode,
      type: 'undo',
      async compensate(args) {
        await behaviors[`undo ${args.node}`]?.(args as never)
      },
    }),
    defineNode({
      ...commonFields,
      type: 'ask',
      expressions: ['what'],
      inputs: [anyPort('in')],
      outputs: [anyPort('out')],
      settings: z.strictObject({ what: z.string() }),
      describe: () => ({ outputs: {}, summary: 'Ask' }),
      run: async ({ settings, evaluate }) => ({
        outputs: { out: json((await evaluate(settings.what, { setting: 'what' })) ?? null) },
      }),
    }),
    defineNode({ ...passNode, type: 'start', family: 'triggers', inputs: [] }),
    defineNode({ ...passNode, type: 'handle', control: 'error-handler', inputs: [anyPort('error')] }),
    defineNode({
      ...commonFields,
      type: 'each',
      control: 'for-each',
      body: { outputs: ['item'], inputs: ['result'] },
      loop: ({ parallel, keepGoing }) => ({ parallel, keepGoing }),
      inputs: [anyPort('items'), anyPort('result')],
      outputs: [anyPort('item'), anyPort('results')],
      settings: z.strictObject({ parallel: z.number().default(1), keepGoing: z.boolean().default(false) }),
      describe: ({ inputs: { items, result } }) => ({
        outputs: { item: items ?? { type: 'any' }, results: result ?? { type: 'any' } },
        summary: 'Each',
      }),
      async run(args) {
        const { continuation, inputs } = args
        await behaviors[args.node]?.(args)
        const items = getJsonValue(inputs.items) as unknown[]
        if (continuation?.kind === 'collect') {
          const results = continuation.results.flatMap((values) =>
            values?.result ? [getJsonValue(values.result)] : [],
          )
          return { outputs: { results: json(results) } }
        }
        const iteration = continuation?.kind === 'next' ? continuation.iteration : 0
        if (iteration >= items.length) return { outputs: {} }
        return { outputs: { item: json(items[iteration]) }, iterate: { totalIterations: items.length } }
      },
    }),
    defineNode({
      ...commonFields,
      type: 'again',
      control: 'while',
      body: { outputs: ['item'], inputs: ['result'] },
      loop: () => ({ parallel: 1, keepGoing: false }),
      inputs: [anyPort('result')],
      outputs: [anyPort('item'), anyPort('last')],
      settings: z.strictObject({ below: z.number().default(3) }),
      describe: () => ({ outputs: {}, summary: 'Again' }),
      async run(args) {
        const { continuation, settings } = args
        await behaviors[args.node]?.(args)
        if (continuation?.kind === 'collect')
          return { outputs: { last: continuation.results.at(-1)?.result ?? json(0) } }
        const previous = continuation?.kind === 'next' ? continuation.before?.result : undefined
        const value = previous ? Number(getJsonValue(previous)) : 0
        return value < settings.below ? { outputs: { item: json(value) }, iterate: {} } : { outputs: {} }
      },
    }),
    defineNode({
      ...commonFields,
      type: 'within',
      control: 'sub-workflow',
      verbatim: ['document'],
      inputs: [],
      outputs: [],
      settings: z.strictObject({
        document: z.record(z.string(), z.unknown()).optional(),
        name: z.string().default(''),
      }),
      subWorkflow: ({ document, name }) => (document ? { document } : { name }),
      describe: () => ({ outputs: {}, summary: 'Within' }),
      run: () => Promise.reject(new Error('never')),
    }),
    defineNode({
      ...commonFields,
      type: 'wait',
      control: 'approval',
      inputs: [anyPort('in')],
      outputs: [anyPort('yes'), anyPort('no')],
      settings: z.strictObject({
        ms: z.number().optional(),
        until: z.number().optional(),
        event: z.string().optional(),
      }),
      describe: () => ({ outputs: {}, summary: 'Wait' }),
      async run(args) {
        const { continuation, settings, inputs, clock } = args
        await behaviors[args.node]?.(args)
        const shownValue = getJsonValue(inputs.in) ?? null
        if (continuation?.kind === 'resumed') {
          const { by } = continuation
          const port =
            by.type === 'approval-given' && by.decision === 'approve'
              ? 'yes'
              : by.type === 'wait-ended' && by.reason !== 'deadline'
                ? 'yes'
                : 'no'
          const value = by.type === 'approval-given' ? (by.edited ?? shownValue) : (by.value ?? shownValue)
          return { outputs: { [port]: json(value) }, taken: [port] }
        }
        const deadline = settings.ms === undefined ? {} : { deadline: clock.now() + settings.ms }
        if (settings.until !== undefined)
          return { outputs: {}, wait: { kind: 'time', until: clock.now() + settings.until } }
        if (settings.event !== undefined)
          return { outputs: {}, wait: { kind: 'event', name: settings.event, ...deadline } }
        return {
          outputs: {},
          wait: { kind: 'approval', digest: digestJson(shownValue), shown: shownValue, ...deadline, default: 'reject' },
        }
      },
    }),
  ]
}

/** Creates a workflow from nodes (type, settings, options) and edges in the form "from.port>to.port". */
export function createControlWorkflow(
  nodes: Record<string, [type: string, config?: Config, options?: object]>,
  edges: string[],
  extraFields: object = {},
): Workflow {
  const { workflow, problems } = readWorkflow({
    name: 'test',
    nodes: Object.entries(nodes).map(([id, [type, config = {}, options = {}]]) => ({
      id,
      type,
      data: { label: id, config },
      ...options,
    })),
    edges: edges.map((edge, index) => {
      const [source, target] = edge.split('>').map((end) => end.split('.'))
      return {
        id: `e${index}`,
        source: source![0],
        sourceHandle: source![1],
        target: target![0],
        targetHandle: target![1],
      }
    }),
    ...extraFields,
  })
  if (!workflow) throw new Error(problems[0]?.code)
  // Tests may change the copy; the workflow that readWorkflow returns is frozen.
  return structuredClone(workflow)
}

const unusedService = new Proxy({}, { get: (_, name) => { throw new Error(`${String(name)} was called`) } }) as never // oxfmt-ignore
export const instantClock: Clock = { ...systemClock, sleep: (_, signal) => Promise.resolve(signal.throwIfAborted()) }

export async function runControlWorkflow(
  workflow: Workflow,
  behaviors: Readonly<Record<string, Behavior>> = {},
  options: Partial<RunWorkflowOptions> = {},
): Promise<{ events: RunEvent[]; view: RunView; order: string[] }> {
  const events = await runWorkflow({
    workflow,
    run: 'r',
    seed: 1,
    catalog: createCatalog(createControlNodes(behaviors)),
    tables: unusedService,
    files: unusedService,
    clock: instantClock,
    signal: new AbortController().signal,
    ...options,
  })
  const eventLabels = events.map((event) =>
    'node' in event ? `${event.type} ${[...(event.scope ?? []), event.node].join('/')}` : event.type,
  )
  return { events, view: foldRun(events), order: eventLabels }
}

export const describeControlWorkflow = (
  workflow: Workflow,
  workflows?: Record<string, Workflow>,
): WorkflowDescription =>
  describeWorkflow(workflow, {
    catalog: createCatalog(createControlNodes({})),
    context: { findPreview: () => undefined },
    ...(workflows ? { workflows } : {}),
  })

export const getStates = ({ nodes }: RunView): Record<string, string> =>
  Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]))

export const failWith =
  (message = 'No.'): Behavior =>
  () => {
    throw new NodeError('permanent', { code: 'x', severity: 'error', message })
  }

/** Calls a function with the run control when a node starts waiting. */
export function onNodeWaiting(
  callback: (control: RunControl, event: Extract<RunEvent, { type: 'node-waiting' }>) => void,
): Pick<RunWorkflowOptions, 'onControl' | 'onEvent'> {
  let control: RunControl | undefined
  return {
    onControl: (runControl) => (control = runControl),
    onEvent: (event) => void (event.type === 'node-waiting' && callback(control!, event)),
  }
}
