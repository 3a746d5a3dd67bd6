import { zipSync } from 'fflate'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApi, createDocument, type Api } from './api.ts'

/**
 * Actions of a workspace that put load on a server, keyed by kind. Each function performs one action and resolves with
 * the status of its response.
 */
export type Noise = Readonly<Record<string, () => Promise<number>>>

const encoder = new TextEncoder()
const wideRow = encoder.encode(`id,text\n${'1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(200_000)}`)

/**
 * Creates an archive of 60,000 small files, and one whose files are a thousand times as large as their compressed
 * bytes.
 */
const createArchives = (): Record<string, Uint8Array<ArrayBuffer>> => {
  const row = encoder.encode('id,name\n1,Ada\n')
  const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`part-${index}.csv`, row]))
  const large = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`large-${index}.csv`, wideRow]))
  return { 'many.zip': zipSync(many, { level: 0 }), 'large.zip': zipSync(large, { level: 1 }) }
}

/** Creates a document with many nodes. Each document is different, so that no earlier result is reused. */
const createLargeDocument = (count: number): object =>
  createDocument(
    `Large ${Math.random()}`,
    ...Array.from(
      { length: count },
      (_, index) => [`n${index}`, 'transform', { expression: `input + ${index}` }] as const,
    ),
  )

const workflows = {
  sql: createDocument('Slow SQL', [
    'sql',
    'sql',
    {
      statement: 'SELECT sum(a.i * b.i) AS n FROM range(1000000) a(i), range(1000000) b(i)',
      inputs: '',
      timeLimit: 10,
    },
  ]),
  memory: createDocument('Large table', [
    'sql',
    'sql',
    {
      statement: "SELECT i, repeat('x', 200) || i AS t FROM range(20000000) r(i) ORDER BY t",
      inputs: '',
      timeLimit: 10,
    },
  ]),
  code: createDocument('Endless code', ['code', 'code', { code: 'for (;;) {}' }]),
  'code memory': createDocument('Large arrays', [
    'code',
    'code',
    { code: 'const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1))' },
  ]),
  expression: createDocument('Endless expression', [
    'transform',
    'transform',
    { expression: '$sum([1..9999999].($string($) & "x").$length($))' },
  ]),
  'expression texts': createDocument('Long texts', [
    'transform',
    'transform',
    { expression: '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("xxxxxxxxxx", 40)))' },
  ]),
}

/**
 * Prepares the heaviest load of each kind for a workspace. Files and workflows are stored in advance, so that the
 * actions only use them.
 */
export async function prepareNoise(url: string, token: string): Promise<Noise> {
  const api = createApi(url, token)
  const ids = new Map<string, string>()
  for (const [kind, document] of Object.entries(workflows)) ids.set(kind, await api.create('/workflows', document))
  const datasets = await Promise.all(Object.entries(createArchives()).map(([name, bytes]) => api.upload(name, bytes)))
  const runs = Object.fromEntries([...ids].map(([kind, id]) => [kind, () => startAndForget(api, id)]))
  const views = ['info', 'sample', 'download?format=csv']
  const large = await api.create('/workflows', createLargeDocument(9_000))
  const largeViews = ['', '/export', '/validate', '/versions/1']
  let view = 0
  let upload = 0
  return {
    ...runs,
    archives: () => {
      const path = views[++view % views.length]!
      return api.send('GET', `/data/${datasets[view % datasets.length]}/${path}`)
    },
    documents: () => api.send('POST', '/workflows', createLargeDocument(9_000)),
    'documents over the limit': () => api.send('POST', '/workflows', createLargeDocument(20_000)),
    'stored documents': () => {
      const path = largeViews[++view % largeViews.length]!
      return api.send(path === '/validate' ? 'POST' : 'GET', `/workflows/${large}${path}`)
    },
    'runs of documents': () => startAndForget(api, large),
    uploads: async () => {
      const bytes = new Uint8Array(100 * 2 ** 20).fill(++upload % 256)
      const id = await api.upload(`upload-${upload}.bin`, bytes).catch(() => undefined)
      return id === undefined ? 500 : api.send('DELETE', `/data/${id}`)
    },
    requests: () => api.send('GET', `/runs?limit=200&offset=${++view % 50}`),
    'invalid requests': () => api.send('POST', '/workflows', { nodes: 'none', deep: [[[[[[]]]]]] }),
  }
}

/** Starts a run without waiting for it. Resolves with the status even if the server rejects the run. */
const startAndForget = (api: Api, workflow: string): Promise<number> =>
  api.send('POST', `/workflows/${workflow}/execute`, {})

/** The number of actions of each kind that run concurrently. */
const lanes = 2

/**
 * Performs all kinds of noise until stopped. `stop` resolves with the number of responses by kind and status; status 0
 * represents a connection without a response.
 */
export function makeNoise(noise: Noise): { stop(): Promise<Record<string, Record<number, number>>> } {
  const stopController = new AbortController()
  const counts: Record<string, Record<number, number>> = {}
  const repeat = async (kind: string): Promise<void> => {
    const byStatus = (counts[kind] ??= {})
    while (!stopController.signal.aborted) {
      const status = await noise[kind]!().catch(() => 0)
      byStatus[status] = (byStatus[status] ?? 0) + 1
      // A client retries soon after its request is rejected.
      await sleep(status < 300 ? 5 : 50)
    }
  }
  const done = Promise.all(Object.keys(noise).flatMap((kind) => Array.from({ length: lanes }, () => repeat(kind))))
  return {
    async stop() {
      stopController.abort()
      await done
      return counts
    },
  }
}
