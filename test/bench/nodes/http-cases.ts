import { noSecrets, systemClock, type Egress, type RunArguments, type Tables } from '@aw-flow/engine'
import { httpRequestNode } from '@aw-flow/nodes'
import { createEgress } from '@aw-flow/outside/egress'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import type { Progress } from '../progress.ts'

const calls = 1_000
/** The number of concurrent requests. */
const concurrency = 4
const peer = 'fetch'
const responseBody = JSON.stringify({ items: Array.from({ length: 20 }, (_, id) => ({ id, name: `item ${id}` })) })

/**
 * Compares the HTTP node, with its broker and effects, with the platform's `fetch` for JSON from a service on loopback.
 */
export async function measureHttpCases(progress: Progress): Promise<BenchCase[]> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(responseBody)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = `http://${host}/items`
  const egress = createEgress({ allow: [host], secrets: noSecrets })
  try {
    const cases: BenchCase[] = []
    for (const parallel of [1, concurrency]) {
      const title = `http_request: ${calls.toLocaleString('en')} calls, ${parallel} at a time`
      const { ms } = await measureInTurn(
        {
          ours: measureCalls(parallel, () => requestWithNode(url, egress)),
          [peer]: measureCalls(parallel, async () => (await (await fetch(url)).json()) as unknown),
        },
        { onRun: progress(title) },
      )
      cases.push(benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.2, peer } }))
    }
    return cases
  } finally {
    await egress.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const measureCalls = (parallel: number, send: () => Promise<unknown>) => async (): Promise<Sample> => {
  const start = performance.now()
  const sendInSequence = async (): Promise<void> => {
    for (let call = 0; call < calls / parallel; call++) await send()
  }
  await Promise.all(Array.from({ length: parallel }, sendInSequence))
  return { ms: performance.now() - start }
}

async function requestWithNode(url: string, egress: Egress): Promise<unknown> {
  const { signal } = new AbortController()
  const record: unknown[] = []
  const effect: RunArguments<unknown>['effect'] = async (kind, request, perform) => {
    record.push([kind, request])
    const outcome = await perform({ idempotencyKey: 'key', signal, unknownOutcomeCount: 0 })
    record.push(outcome)
    return outcome
  }
  const { outputs } = await httpRequestNode.run({
    node: 'ask',
    label: 'Ask',
    attempt: 1,
    scope: [],
    continuation: undefined,
    settings: httpRequestNode.settings.parse({ url }),
    inputs: {},
    key: 'key',
    tables: {} as Tables,
    files: { open: async () => undefined },
    services: { egress },
    sandbox: undefined,
    canDeferOutput: false,
    clock: systemClock,
    seed: 1,
    signal,
    effect,
    reads: [],
    getNodeType: () => undefined,
    findWorkflow: () => undefined,
    requestDecision: () => Promise.reject(new Error('This benchmark asks nobody.')),
    runNested: () => Promise.reject(new Error('This benchmark runs no workflow inside a node.')),
    evaluate: () => Promise.reject(new Error('This benchmark evaluates no expressions.')),
    render: String,
    reportProgress: () => undefined,
    log: () => undefined,
  })
  return outputs.body
}
