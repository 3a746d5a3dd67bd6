import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { makeNoise, prepareNoise } from './noise.ts'

// Creating large documents and files keeps a process busy, so noise has its own process, and the measured requests wait
// only for the server. Noise usually comes from other computers; here, its process yields to the server.
const priority = 10

type Counts = Record<string, Record<number, number>>
type NoiseMessage = { prepared: string[] } | { counts: Counts } | { failed: string }

/** The noise of one workspace, made by another process. */
export interface NoiseProcess {
  /** All kinds of noise. */
  kinds: readonly string[]
  start(kinds: readonly string[]): void
  /** Resolves with the number of responses, by kind and status. */
  stop(): Promise<Counts>
  kill(): void
}

/** Starts the process and prepares files and workflows on the server. */
export async function openNoiseProcess(url: string, token: string): Promise<NoiseProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, AW_NOISE: '1' } })
  const receive = async (): Promise<NoiseMessage> => {
    const ended = once(child, 'exit').then((): NoiseMessage => ({ failed: 'The process that makes noise has ended.' }))
    return Promise.race([once(child, 'message').then(([message]) => message as NoiseMessage), ended])
  }
  child.send({ url, token })
  const message = await receive()
  if (!('prepared' in message)) throw new Error('failed' in message ? message.failed : 'No noise was prepared.')
  return {
    kinds: message.prepared,
    start: (kinds) => void child.send({ start: kinds }),
    async stop() {
      child.send({ stop: true })
      const stopped = await receive()
      if (!('counts' in stopped)) throw new Error('failed' in stopped ? stopped.failed : 'Noise has no counts.')
      return stopped.counts
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

if (process.env.AW_NOISE === '1' && process.send) {
  setPriority(priority)
  const send = (message: NoiseMessage): void => void process.send!(message)
  const next = async () => (await once(process, 'message'))[0] as { url: string; token: string; start: string[] }
  try {
    const { url, token } = await next()
    const noise = await prepareNoise(url, token)
    send({ prepared: Object.keys(noise) })
    const { start } = await next()
    const running = makeNoise(Object.fromEntries(start.map((kind) => [kind, noise[kind]!])))
    await next()
    send({ counts: await running.stop() })
  } catch (cause) {
    send({ failed: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
  }
  process.disconnect()
}
