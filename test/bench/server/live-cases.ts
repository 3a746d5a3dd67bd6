import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { openLightSocket, type LightSocket } from './light-socket.ts'

const followers = 5_000
/** Nodes of the observed run. Each waits briefly and records about three events. */
const nodes = 12

/** Measures 5,000 WebSockets that follow one workflow: delay of an event to the last of them, and memory. */
export async function measureLiveCases(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-live-'))
  const built = !process.execArgv.includes('--conditions=aw-source')
  const server = createServerProcess('live', { AW_DATA: folder, AW_LOG: 'error' }, { built })
  const sockets: LightSocket[] = []
  try {
    // Creating the database takes more memory than opening it, but happens at a server's first start only.
    await server.start()
    await server.kill('SIGTERM')
    await server.start()
    const headers = { 'content-type': 'application/json' }
    const send = async (path: string, body: unknown): Promise<{ id: string }> => {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(await response.text())
      return (await response.json()) as { id: string }
    }
    const steps = Array.from({ length: nodes }, (_, index) => ({
      id: `wait${index}`,
      type: 'delay',
      data: { label: 'Wait', config: { seconds: 0.5 } },
    }))
    const edges = steps.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: steps[index]!.id, target: id }))
    const workflow = await send('/workflows', { name: 'Followed', nodes: steps, edges })
    /** For each event: the number of sockets that received it, and the time of the last one. */
    const receivedEvents = new Map<number, { count: number; ms: number }>()
    let finishedSockets = 0
    let resolveFinished: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (resolveFinished = resolve))
    const listen = (data: Buffer): void => {
      const now = Date.now()
      const text = data.toString('latin1')
      const seq = Number(/"seq":(\d+)/.exec(text)?.[1] ?? -1)
      const time = Date.parse(/"timestamp":"([^"]+)"/.exec(text)?.[1] ?? '')
      if (seq < 0) return
      const entry = receivedEvents.get(seq) ?? { count: 0, ms: 0 }
      receivedEvents.set(seq, { count: entry.count + 1, ms: Math.max(entry.ms, now - time) })
      if (
        text.includes('"status":"completed"') &&
        text.includes('"type":"status_change"') &&
        ++finishedSockets === followers
      )
        resolveFinished()
    }
    progress('followers')('connecting', 0)
    const port = Number(new URL(server.url).port)
    for (let first = 0; first < followers; first += 100) {
      const batch = Array.from({ length: 100 }, () => openLightSocket(port, `/ws/workflows/${workflow.id}`, listen))
      sockets.push(...(await Promise.all(batch)))
    }
    progress('followers')('following', 0)
    const run = await send('/runs', { workflow_id: workflow.id })
    await finished
    const response = await fetch(`${server.url}/api/v1/runs/${run.id}/events`)
    const { total } = (await response.json()) as { total: number }
    const missed = Array.from({ length: total }, (_, seq) => followers - (receivedEvents.get(seq)?.count ?? 0)).filter(
      Boolean,
    )
    if (missed.length > 0)
      throw new Error(`${missed.length} of ${total} events did not reach all sockets: ${missed.join(', ')}.`)
    const delays = summarize([...receivedEvents.values()].map(({ ms }) => ms))
    const memory = Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${server.pid!}/status`, 'utf8'))?.[1] ?? 0) / 1024
    const note = `${followers} WebSockets, ${total} events, each sent to all; the slowest took ${Math.round(delays.max)} ms`
    return [
      benchCase({
        case: 'live: from an event to the last of 5,000 followers, the worst event',
        unit: 'ms',
        measured: { ours: summarize([delays.max]) },
        goal: 1_000,
        floor: 2_000,
        serviceLevel: 'Live events: delay to the last of 5,000 followers',
        note,
      }),
      benchCase({
        case: 'live: peak memory of the server with 5,000 followers',
        unit: 'MB',
        measured: { ours: summarize([memory]) },
        goal: 1_000,
        floor: 2_000,
        note: 'PGlite in the same process',
      }),
    ]
  } finally {
    for (const socket of sockets) socket.close()
    await server.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
}
