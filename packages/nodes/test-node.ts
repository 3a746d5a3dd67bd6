import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  NodeError,
  systemClock,
  type DescribeContext,
  type Files,
  type NodeDefinition,
  type NodeResult,
  type ExternalServices,
  type RunArguments,
  type Sandbox,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import type { PortDescription, Value } from '@aw-flow/schema'
import { renderMessages } from '../../test/render-messages.ts'

/** Runs a single node with settings as in a document and inputs keyed by port. Messages are rendered in English. */
export async function runNode(
  definition: NodeDefinition,
  options: {
    tables: Tables
    settings?: unknown
    inputs?: Record<string, Value>
    files?: readonly SourceFile[]
    key?: string
    label?: string
    services?: ExternalServices
    sandbox?: Sandbox
    evaluate?: RunArguments<unknown>['evaluate']
    filesPort?: Files
    effect?: RunArguments<unknown>['effect']
    requestDecision?: RunArguments<unknown>['requestDecision']
    onLog?: RunArguments<unknown>['log']
  },
): Promise<NodeResult> {
  const { tables, settings = {}, inputs = {}, files = [], key = 'key' } = options
  const defaultFiles: Files = { open: (dataset) => Promise.resolve(files.find((file) => file.dataset === dataset)) }
  const result = definition.run({
    node: 'here',
    label: options.label ?? 'here',
    attempt: 1,
    scope: [],
    continuation: undefined,
    evaluate: options.evaluate ?? (() => Promise.reject(new Error('This test does not evaluate expressions.'))),
    settings: definition.settings.parse(settings),
    inputs,
    key,
    tables,
    files: options.filesPort ?? defaultFiles,
    services: options.services ?? {},
    sandbox: options.sandbox,
    clock: systemClock,
    seed: 1,
    signal: new AbortController().signal,
    effect:
      options.effect ??
      ((_kind, _request, perform) =>
        perform({ idempotencyKey: 'test', signal: new AbortController().signal, unknownOutcomeCount: 0 })),
    reads: [],
    getNodeType: () => undefined,
    findWorkflow: () => undefined,
    requestDecision: options.requestDecision ?? (async () => ({ decision: 'approve' })),
    runNested: () => Promise.reject(new Error('This test does not run nested workflows.')),
    reportProgress: () => undefined,
    log: (level, text) => options.onLog?.(level, englishFormatter.format(text)),
    render: englishFormatter.format,
  })
  try {
    return renderMessages(await result)
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const { kind, problem, agentRetries, report, retryAfterMs } = cause
    throw new NodeError(kind, renderMessages(problem), {
      agentRetries,
      cause,
      ...(report ? { report } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
}

/** Describes a node before a run. */
export const describeNode = (
  definition: NodeDefinition,
  options: {
    settings?: unknown
    inputs?: Record<string, PortDescription>
    preview?: DescribeContext['findPreview']
    has?: NonNullable<DescribeContext['hasDataset']>
    lacks?: NonNullable<DescribeContext['unavailableServices']>
    checkStatement?: NonNullable<DescribeContext['checkStatement']>
    runDataset?: string
  } = {},
): ReturnType<NodeDefinition['describe']> =>
  renderMessages(
    definition.describe({
      settings: definition.settings.parse(options.settings ?? {}),
      inputs: options.inputs ?? {},
      context: {
        findPreview: options.preview ?? (() => undefined),
        ...(options.has ? { hasDataset: options.has } : {}),
        ...(options.lacks ? { unavailableServices: options.lacks } : {}),
        ...(options.checkStatement ? { checkStatement: options.checkStatement } : {}),
      },
      ...(options.runDataset === undefined ? {} : { runDataset: options.runDataset }),
    }),
  )

/** Creates a file in memory whose dataset ID is its name. */
export const createTextFile = (name: string, text: string): SourceFile => {
  const bytes = new TextEncoder().encode(text)
  return {
    dataset: name,
    name,
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, Math.min(end, bytes.length))),
  }
}
