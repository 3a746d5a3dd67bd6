import { foldRun, type Json, type RunEvent, type RunView, type WaitingNode } from '@aw-flow/schema'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModelServer, type ModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { seed, sizes } from '../../test/sizes.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

/** The lines that each agent appends, one by one: the model requests the next one after each result. */
const lines = ['one', 'two', 'three', 'four']
const answer = 'All four are written.'
const random = createSeededRandom(seed)
/** Many runs are in progress at each kill, because a server takes seconds to start. */
const maxConcurrentRuns = Math.min(24, 2 * sizes.killedAgentRuns)

const folder = createTestFolder()
let outbox: string
let models: ModelServer
let server: ServerProcess
/**
 * The number of requests that the model has received for each run, without repeated ones. Each request contains the
 * result of one more call than the previous one, so the record has the outcome of that call.
 */
const requestsByRun = new Map<string, number>()

beforeAll(async () => {
  outbox = join(folder, 'outbox.txt')
  await writeFile(outbox, '')
  models = await openModelServer('first', async ({ messages }) => {
    // A model takes its time, so that many runs are in progress at once and kills also interrupt requests.
    await sleep(random() * 2_000)
    const results = messages.filter(({ role }) => role === 'tool').length
    const run = /^Write four lines\. Run (\S+)\.$/.exec(messages[0]!.content)![1]!
    requestsByRun.set(run, Math.max(requestsByRun.get(run) ?? 0, results + 1))
    const text = lines[results]
    if (text === undefined) return { says: answer }
    // Nodes and functions of the host, in turn, write the lines.
    const name = results % 2 === 0 ? 'append' : 'append_by_function'
    return { calls: [{ name, arguments: JSON.stringify({ text, ...(name === 'append' ? {} : { run }) }) }] }
  })
  await copyReadyDatabase(join(folder, 'data', 'database'))
  server = createServerProcess('server', {
    AW_DATA: join(folder, 'data'),
    AW_NODES: join(import.meta.dirname, '../testing/test-append-node.mjs'),
    AW_ALLOW_HOSTS: new URL(models.address).host,
    AW_RUNS: String(maxConcurrentRuns),
    // Otherwise two runs are in progress at each kill, because a run that calls nodes has a data engine.
    AW_RUNS_WITH_DATA: String(maxConcurrentRuns),
  })
  await server.start()
})
afterAll(async () => {
  await server.kill()
  await models.close()
})

/** Sends a request until the server, which may be starting, responds. */
async function request<T>(method: string, path: string, body?: object): Promise<T> {
  for (;;) {
    try {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
      const text = await response.text()
      if (response.ok) return JSON.parse(text) as T
      // A decision that was stored before the kill cannot be made again.
      if (response.status === 409) return {} as T
      if (response.status !== 503) throw new Error(`${response.status} ${path}: ${text}`)
    } catch (cause) {
      if (cause instanceof Error && /^\d{3} /.test(cause.message)) throw cause
    }
    await sleep(100)
  }
}

async function readRun(run: string): Promise<{ events: RunEvent[]; view: RunView }> {
  const events: RunEvent[] = []
  for (;;) {
    const path = `/runs/${run}/events?limit=200&offset=${events.length}`
    const { items, total } = await request<{ items: RunEvent[]; total: number }>('GET', path)
    events.push(...items)
    if (events.length >= total || items.length === 0) return { events, view: foldRun(events) }
  }
}

/** Reads the lines of a run. A node runs within the agent, so the id of its run begins with that of the agent. */
const readOutbox = async (run: string): Promise<(string | undefined)[]> =>
  (await readFile(outbox, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith(run))
    .map((line) => line.split(' ').at(-1))

/** Counts the interruptions of a run that was in progress; one that waited is not resumed. */
const countDeaths = (events: readonly RunEvent[]): number => events.filter(({ type }) => type === 'run-resumed').length

/** Makes the decision of a person who reads the file: a line that is in it is not written again. */
async function decide(run: string, { node, scope, waitFor }: WaitingNode): Promise<boolean> {
  if (waitFor.kind !== 'approval') return false
  const { value } = waitFor.shown as { value: { json: Json } }
  const text = lines.find((line) => JSON.stringify(value).includes(`"${line}"`))
  const isWritten = text !== undefined && (await readOutbox(run)).includes(text)
  const decision = isWritten ? { decision: 'done', edited: 1 } : { decision: 'approve' }
  await request('POST', `/runs/${run}/approvals/${node}`, {
    ...decision,
    digest: waitFor.digest,
    ...(scope ? { scope } : {}),
  })
  return true
}

/** The conversation of a run up to each request, as the model server received it, without repeated requests. */
function readConversations(run: string): string[][] {
  const received = models.requests
    .filter(({ messages }) => messages.some(({ content }) => content.includes(run)))
    .map(({ messages }) => messages.map((message) => JSON.stringify(message)))
  return [...new Map(received.map((messages) => [messages.join('\n'), messages])).values()]
}

test(
  `[6] SIGKILL of the server at random moments, in each of ${sizes.killedAgentRuns} agent runs: no message is lost, no tool is called twice`,
  { timeout: 60 * 60_000 },
  async () => {
    await request('PUT', '/config', { llm_models: [{ id: 'small', address: models.address }], default_llm: 'small' })
    const tool = {
      name: 'append',
      kind: 'node',
      use: 'append_line',
      approval: 'never',
      config: { file: outbox, run: '{{run.id}}' },
      parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    }
    const hostFunction = {
      name: 'append_by_function',
      kind: 'function',
      use: 'append_line',
      approval: 'never',
      config: { file: outbox },
    }
    const config = { prompt: 'Write four lines. Run {{run.id}}.', tools: [tool, hostFunction] }
    const agent = { id: 'ask', type: 'agent', data: { label: 'Ask', config } }
    const workflow = await request<{ id: string }>('POST', '/workflows', { name: 'Writer', nodes: [agent], edges: [] })
    const open = new Set<string>()
    const runs: string[] = []
    const killed = new Set<string>()
    let kills = 0
    let questions = 0

    const startRuns = async (): Promise<void> => {
      while (killed.size < sizes.killedAgentRuns && open.size < maxConcurrentRuns) {
        const { id } = await request<{ id: string }>('POST', `/workflows/${workflow.id}/execute`, {})
        runs.push(id)
        open.add(id)
      }
    }
    /** Decides for the runs that wait, and closes those that have ended. One request returns the states of all runs. */
    const decideAll = async (): Promise<void> => {
      const path = `/runs?workflow_id=${workflow.id}&limit=200`
      const { items } = await request<{ items: { id: string; status: string }[] }>('GET', path)
      for (const { id, status } of items) {
        if (!open.has(id)) continue
        if (['completed', 'failed', 'cancelled'].includes(status)) open.delete(id)
        if (status !== 'waiting') continue
        const { view } = await readRun(id)
        for (const waiting of Object.values(view.waiting ?? {})) if (await decide(id, waiting)) questions++
      }
    }
    /**
     * Waits until each open run has made one more request or has ended. A server fails a run that ends its process three
     * times without an effect in between, because the run itself may be the cause.
     */
    const waitForProgress = async (): Promise<void> => {
      const before = new Map([...open].map((run) => [run, requestsByRun.get(run) ?? 0]))
      while (before.size > 0) {
        await decideAll()
        for (const [run, count] of before)
          if (!open.has(run) || (requestsByRun.get(run) ?? 0) > count) before.delete(run)
        await sleep(200)
      }
    }
    /**
     * Waits for a random number of requests, so that many runs are in progress; sometimes for none, so that a kill also
     * hits runs before their first request. Runs take seconds to start, and earlier ones may have ended since.
     */
    const waitForRequests = async (): Promise<void> => {
      const expected = models.requests.length + Math.ceil(random() * 2 * maxConcurrentRuns)
      if (random() < 0.8)
        while (models.requests.length < expected && open.size > 0) {
          await decideAll()
          await sleep(100)
        }
      await sleep(random() * 1_000)
    }

    while (killed.size < sizes.killedAgentRuns) {
      await decideAll()
      await startRuns()
      await waitForRequests()
      const inProgress = [...open]
      await server.kill()
      kills++
      await server.start()
      await waitForProgress()
      for (const run of inProgress)
        if (!killed.has(run) && countDeaths((await readRun(run)).events) > 0) killed.add(run)
      console.log(`${kills} kills: ${killed.size} of ${sizes.killedAgentRuns} runs killed`)
    }
    while (open.size > 0) {
      await decideAll()
      await sleep(200)
    }

    let deaths = 0
    for (const run of runs) {
      const { events, view } = await readRun(run)
      expect(view.state, JSON.stringify(view.nodes)).toBe('completed')
      expect(
        events.map(({ seq }) => seq),
        run,
      ).toEqual(events.map((_, index) => index))
      expect(await readOutbox(run), run).toEqual(lines)
      const { answer: said, messages } = view.nodes.ask!.outputs
      expect(said).toEqual({ kind: 'text', text: answer })
      const roles = (messages as { json: { role: string }[] }).json.map(({ role }) => role)
      expect(roles).toEqual(['user', ...lines.flatMap(() => ['assistant', 'tool']), 'assistant'])

      // Each request continues the conversation of the previous one, and a kill repeats at most one request.
      const conversations = readConversations(run)
      expect(conversations, run).toHaveLength(lines.length + 1)
      for (const [index, conversation] of conversations.slice(1).entries())
        expect(conversation.slice(0, -2), run).toEqual(conversations[index])
      const requests = models.requests.filter((body) => JSON.stringify(body).includes(run)).length
      expect(requests, run).toBeLessThanOrEqual(lines.length + 1 + countDeaths(events))
      deaths += countDeaths(events)
    }
    console.log(
      `Agents: ${runs.length} runs, ${killed.size} killed, ${deaths} deaths by ${kills} kills, ${questions} questions, ${models.requests.length} requests`,
    )
  },
)
