import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { createServerProcess } from '../../../server/testing/test-server-process.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'

const people = 50
const editIntervalMs = 2_000
const presenceIntervalMs = 200
const durationMs = 20_000

/** Measures 50 people in one document: the time until an edit has reached a person, while all move their pointers. */
export async function measureTogetherCases(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-together-'))
  const built = !process.execArgv.includes('--conditions=aw-source')
  const server = createServerProcess('together', { AW_DATA: folder, AW_LOG: 'error' }, { built })
  const timers: NodeJS.Timeout[] = []
  const sockets: WebSocket[] = []
  try {
    await server.start()
    const nodes = Array.from({ length: people }, (_, index) => ({
      id: `n${index}`,
      type: 'wait',
      position: { x: 0, y: 0 },
      data: { label: 'Wait', config: {} },
    }))
    const response = await fetch(`${server.url}/api/v1/workflows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Together', nodes, edges: [] }),
    })
    const { id: document } = (await response.json()) as { id: string }
    progress('people')('connecting', 0)
    /** When each edit was sent, by its label. */
    const sentAt = new Map<string, number>()
    const delays: number[] = []
    const onMessage = (data: unknown): void => {
      const now = performance.now()
      const message = JSON.parse(String(data)) as { type: string; edits?: { changes: { value?: unknown }[] }[] }
      if (message.type === 'rejected') throw new Error(`The server rejected a message: ${String(data)}`)
      for (const { changes } of message.type === 'edits' ? (message.edits ?? []) : [])
        for (const { value } of changes) delays.push(now - sentAt.get(String(value))!)
    }
    const clocks: number[] = []
    for (let person = 0; person < people; person++) {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/collaboration/me`)
      sockets.push(socket)
      socket.on('message', onMessage)
      await new Promise((resolve) => socket.once('open', resolve))
      const joined = new Promise<{ seq: number }>((resolve) =>
        socket.once('message', (data) => resolve(JSON.parse(String(data)) as { seq: number })),
      )
      socket.send(JSON.stringify({ type: 'join', document, client: `p${person}` }))
      clocks.push((await joined).seq)
    }
    progress('people')('editing', 0)
    const cpu = process.cpuUsage()
    const start = performance.now()
    let sentEdits = 0
    for (const [person, socket] of sockets.entries()) {
      const send = (message: object): void => socket.send(JSON.stringify({ ...message, document }))
      let number = 0
      const edit = (): void => {
        const label = `${person}-${number}`
        sentAt.set(label, performance.now())
        sentEdits++
        const changes = [{ leaf: `nodes/n${person}/label`, value: label }]
        send({ type: 'edit', number: number++, clock: clocks[person], changes })
      }
      await sleep(editIntervalMs / people)
      timers.push(
        setInterval(edit, editIntervalMs),
        setInterval(
          () => send({ type: 'presence', presence: { cursor: { x: number, y: performance.now() } } }),
          presenceIntervalMs,
        ),
      )
    }
    await sleep(durationMs)
    timers.forEach(clearInterval)
    const elapsedMs = performance.now() - start
    const { user, system } = process.cpuUsage(cpu)
    await sleep(1_000)
    if (delays.length !== sentEdits * people)
      throw new Error(`${delays.length} of ${sentEdits * people} deliveries of edits arrived.`)
    delays.sort((a, b) => a - b)
    const percentile = (share: number): number => delays[Math.floor(delays.length * share)]!
    const share = Math.round((user + system) / 10 / elapsedMs)
    return [
      benchCase({
        case: `${people} people in one document: an edit reaches another person (95th percentile)`,
        unit: 'ms',
        measured: { ours: summarize([percentile(0.95)]) },
        goal: 100,
        floor: 250,
        note: `${sentEdits} edits, each delivered to ${people} pages; median ${Math.round(percentile(0.5))} ms, maximum ${Math.round(percentile(1 - Number.EPSILON))} ms; the load generator used ${share} % of a processor`,
      }),
    ]
  } finally {
    timers.forEach(clearInterval)
    for (const socket of sockets) socket.terminate()
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
