import { openDuckDb } from '@aw-flow/data/node'
import {
  createCatalog,
  createMemoryJournal,
  defineNode,
  resumeRun,
  runWorkflow,
  systemClock,
  type Decision,
  type Files,
  type HostFunctions,
  type Journal,
  type NodeDefinition,
  type ExternalServices,
  type RunControl,
  type Tables,
} from '@aw-flow/engine'
import {
  foldRun,
  type Config,
  type GrantedModels,
  type Json,
  type RunEvent,
  type RunView,
  type Value,
  type Workflow,
} from '@aw-flow/schema'
import { z } from 'zod'
import {
  fetchEgress,
  openModelServer,
  type Reply,
  type RequestBody,
} from '../../agents/language-model/test-model-server.ts'
import { builtInNodes } from '../built-in-nodes.ts'
import { sourceNode } from '../logic/test-logic.ts'

/** A message that a test workflow sent. */
export interface SentMessage {
  key: string
  to: string
  body: Json
}

/** Services for test runs, with the messages that the runs send and the requests that the model server receives. */
export interface TestServices {
  outbox: SentMessage[]
  services: ExternalServices
  requests: RequestBody[]
  catalog: ReturnType<typeof createCatalog>
  close(): Promise<void>
}

/** Creates a node that sends its input; its effect is not repeatable. */
const createSendNode = (outbox: SentMessage[], onSend: () => Promise<void>): NodeDefinition =>
  defineNode({
    type: 'send',
    version: 1,
    family: 'actions',
    title: 'Send',
    description: 'Sends a message.',
    icon: 'mail',
    effects: 'external',
    targets: ['to'],
    inputs: [{ name: 'value', type: 'any' }],
    outputs: [{ name: 'sent', type: 'json' }],
    settings: z.strictObject({ to: z.string().default('') }),
    describe: () => ({ outputs: { sent: { type: 'json' } }, summary: 'Sends' }),
    async run({ settings: { to }, inputs, effect }) {
      const body = inputs.value?.kind === 'json' ? (inputs.value.json as Json) : null
      const outcome = await effect('send', { to, body }, async ({ idempotencyKey }) => {
        outbox.push({ key: idempotencyKey, to, body })
        await onSend()
        return { number: outbox.length }
      })
      return { outputs: { sent: { kind: 'json', json: outcome } } }
    },
  })

/** Creates a catalog of the built-in node types, one that returns its settings, and one that sends. */
export const createTestCatalog = (send: NodeDefinition = createSendNode([], async () => undefined)) =>
  createCatalog([...builtInNodes, sourceNode, send])

/** Opens a model server with scripted replies, and creates the services for runs that use it. */
export async function openTestServices(
  script: readonly Reply[] | ((body: RequestBody) => Reply),
  {
    grants = {},
    functions,
    onSend = async () => undefined,
  }: { grants?: Partial<GrantedModels>; functions?: HostFunctions; onSend?: () => Promise<void> } = {},
): Promise<TestServices> {
  const server = await openModelServer('first', script)
  const outbox: SentMessage[] = []
  const model = { id: 'small', protocol: 'openai' as const, address: server.address, model: 'small' }
  const prices = { input: 1, output: 2 }
  return {
    outbox,
    requests: server.requests,
    catalog: createTestCatalog(createSendNode(outbox, onSend)),
    services: {
      egress: fetchEgress,
      models: { read: async () => ({ models: [{ ...model, prices }], ...grants }) },
      ...(functions ? { functions } : {}),
    },
    close: () => server.close(),
  }
}

let sharedTables: Promise<Tables> | undefined
/** Opens one database for all runs of a test file. */
export const openTestTables = (): Promise<Tables> => (sharedTables ??= openDuckDb({ threads: 1 }))

/** Closes the database. The next file of the same process opens its own. */
export async function closeTestTables(): Promise<void> {
  await (await sharedTables)?.close()
  sharedTables = undefined
}

export interface TestRun {
  events: RunEvent[]
  view: RunView
  /** The approval that the run waits for. */
  pendingApproval: PendingApproval | undefined
}

interface PendingApproval {
  node: string
  scope?: string[]
  digest: string
  shown: Record<string, Json>
}

type Decide = (pendingApproval: PendingApproval) => Omit<Decision, 'node' | 'scope' | 'digest'> | undefined

/** Runs a workflow, or resumes it from events, until it ends or waits for a decision that `decide` does not make. */
export async function runWithServices(
  testServices: TestServices,
  workflow: Workflow,
  options: { decide?: Decide; record?: readonly RunEvent[]; journal?: Journal; parallel?: number; files?: Files } = {},
): Promise<TestRun> {
  const {
    decide = () => undefined,
    record,
    journal = createMemoryJournal(record ?? []),
    parallel: maxParallelNodes,
    files,
  } = options
  const events: RunEvent[] = [...(record ?? [])]
  let control: RunControl | undefined
  const ports = {
    catalog: testServices.catalog,
    tables: await openTestTables(),
    files: files ?? { open: async () => undefined },
    services: testServices.services,
    clock: systemClock,
    signal: new AbortController().signal,
    journal,
    whenIdle: 'return' as const,
    ...(maxParallelNodes === undefined ? {} : { maxParallelNodes }),
    onControl: (runControl: RunControl) => (control = runControl),
    onEvent: (event: RunEvent) => {
      events.push(event)
      if (event.type !== 'node-waiting' || event.waitFor.kind !== 'approval') return
      const pendingApproval = toPendingApproval(event)
      const decision = decide(pendingApproval)
      const { node, scope, digest } = pendingApproval
      if (decision) void control!.decide({ node, ...(scope ? { scope } : {}), digest, ...decision })
    },
  }
  if (record?.length) {
    if (decide) {
      const pending = findPendingApproval(foldRun(record))
      const decision = pending && decide(pending)
      const decideFirst = (runControl: RunControl): void => {
        control = runControl
        if (pending && decision)
          void runControl.decide({
            node: pending.node,
            ...(pending.scope ? { scope: pending.scope } : {}),
            digest: pending.digest,
            ...decision,
          })
      }
      await resumeRun({ ...ports, onControl: decideFirst })
    } else await resumeRun(ports)
  } else await runWorkflow({ ...ports, workflow, run: 'r', seed: 1 })
  const view = foldRun(events)
  return { events, view, pendingApproval: findPendingApproval(view) }
}

function findPendingApproval(view: RunView): PendingApproval | undefined {
  for (const { node, scope, waitFor } of Object.values(view.waiting ?? {})) {
    if (waitFor.kind === 'approval')
      return { node, ...(scope ? { scope } : {}), digest: waitFor.digest, shown: waitFor.shown as Record<string, Json> }
  }
  return undefined
}

const toPendingApproval = ({ node, scope, waitFor }: Extract<RunEvent, { type: 'node-waiting' }>): PendingApproval => {
  if (waitFor.kind !== 'approval') throw new Error('The node is not waiting for approval.')
  return { node, ...(scope ? { scope } : {}), digest: waitFor.digest, shown: waitFor.shown as Record<string, Json> }
}

/** Returns the JSON or text of an output. */
export function readOutput(view: RunView, node: string, port: string): unknown {
  const value: Value | undefined = view.nodes[node]?.outputs[port]
  return value?.kind === 'json' ? value.json : value?.kind === 'text' ? value.text : undefined
}

/** Returns the settings of an agent that asks the test server's model. */
export const createAgentConfig = (config: Config = {}): Config => ({ model: 'small', prompt: 'Do it.', ...config })

/** Creates a tool that sends to a fixed address. Its calls require approval unless the overrides change this. */
export const createSendTool = (overrides: Config = {}): Config => ({
  name: 'send',
  kind: 'node',
  use: 'send',
  description: 'Sends a message.',
  config: { to: 'team@example.com' },
  parameters: {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  },
  ...overrides,
})

/** Returns a reply that calls tools. */
export const createToolCallReply = (...calls: [name: string, args: Json][]): Reply => ({
  calls: calls.map(([name, args]) => ({ name, arguments: typeof args === 'string' ? args : JSON.stringify(args) })),
})
