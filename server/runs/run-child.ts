import { nodeDigest, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { systemClock, type Files, type Secrets, type Tables } from '@aw-flow/engine'
import { builtInCatalogue, ownNodes } from '@aw-flow/nodes'
import { environmentSecrets, joinSecrets, openOutside } from '@aw-flow/outside'
import { openSandbox } from '@aw-flow/sandbox/node'
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeHashed } from '../store/dataset-files.ts'
import { untilAborted } from '../store/files-port.ts'
import type { FromChild, ParentCalls, ToChild } from './child-messages.ts'
import type { ChildSettings } from './run-children.ts'
import { createOutbox } from './outbox.ts'
import { attemptHere, type RunAttempt } from './run-places.ts'
import { createPlaces } from './some-at-once.ts'

// The script of a process in which runs are performed: it has no database, and may be ended at any time. It ends with its
// parent.
const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings
const tell = createOutbox<FromChild>((messages) => {
  if (process.connected) process.send!(messages)
})
process.on('disconnect', () => process.exit(0))
// The parent may have been killed while this was read.
if (!process.connected) process.exit(0)
// The parent decides: an interrupt from the terminal reaches the whole group.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

const waiting = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>()
let calls = 0
const parent = new Proxy({} as ParentCalls, {
  get:
    (_, name: keyof ParentCalls) =>
    (...given: unknown[]) =>
      new Promise((resolve, reject) => {
        const call = ++calls
        waiting.set(call, { resolve, reject })
        tell({ type: 'call', call, name, given })
      }),
})

const secrets: Secrets = { find: (name) => parent.findSecret(name), list: () => parent.listSecrets() }
const outside = openOutside({
  allow: settings.allowHosts,
  secrets: joinSecrets(secrets, environmentSecrets(process.env)),
  folder: settings.filesFolder,
})
const own = await ownNodes([...settings.nodes], (module) => import(module))
const catalogue = builtInCatalogue(own)
const arriving = join(settings.temporary, 'arriving')
await mkdir(arriving, { recursive: true })

const files: Files = {
  async open(dataset) {
    const found = await parent.openFile(dataset)
    return found && nodeFile(found.path, dataset, found.name)
  },
  async add(name, pieces, signal) {
    const path = join(arriving, randomUUID())
    const written = await writeHashed(path, untilAborted(pieces, signal))
    const kept = await parent.keepFile({ path, name, ...written })
    return nodeFile(kept.path, kept.dataset, name)
  },
}

const room = createPlaces(settings.tablesAtOnce)
const openTables = async (): Promise<Tables> => {
  const leave = await room()
  try {
    const tables = await openDuckDb({ temporary: settings.temporary, memoryLimit: settings.memoryLimit })
    return { ...tables, close: () => tables.close().finally(leave) }
  } catch (cause) {
    leave()
    throw cause
  }
}

const place = {
  catalogue,
  outside,
  sandbox: openSandbox(),
  files,
  openTables,
  clock: systemClock,
  digest: nodeDigest,
  temporary: settings.temporary,
  limits: { runMs: settings.runMs, resultBytes: settings.resultBytes, recordBytes: settings.recordBytes },
}
const attempts = new Map<string, RunAttempt>()

function take(message: ToChild): void {
  switch (message.type) {
    case 'perform': {
      const { id } = message.task
      const attempt = attemptHere(message.task, place, {
        append: (events) => parent.append(id, events),
        keepTables: (tables) => parent.keepTables(id, tables),
        progress: (told) => tell({ type: 'progress', told }),
        fault: (cause) => tell({ type: 'fault', run: id, trace: traceOf(cause) }),
      })
      attempts.set(id, attempt)
      void tellEnd(id, attempt)
      return
    }
    case 'cancel':
      return attempts.get(message.run)?.cancel()
    case 'let-go':
      return attempts.get(message.run)?.letGo()
    case 'ask': {
      const { call, run, ask } = message
      void attempts
        .get(run)
        ?.ask(ask)
        .then((problem) => tell({ type: 'answered', call, problem }))
      return
    }
    case 'answer': {
      const { call, value, failed } = message
      const caller = waiting.get(call)
      waiting.delete(call)
      if (failed === undefined) caller?.resolve(value)
      else caller?.reject(new Error(failed))
    }
  }
}

async function tellEnd(id: string, attempt: RunAttempt): Promise<void> {
  const outcome = await attempt.outcome
  attempts.delete(id)
  if (outcome.kind !== 'died') tell({ type: 'ended', run: id, outcome })
}

const traceOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))

const alive = (): void => tell({ type: 'alive', bytes: process.memoryUsage.rss() })
setInterval(alive, 500)
// What was sent meanwhile is taken when this is told: a run that lets nothing else happen here would keep it back.
const ready: FromChild[] = [{ type: 'ready' }]
process.send!(ready, () => {
  process.on('message', (messages: readonly ToChild[]) => {
    for (const message of messages) take(message)
  })
})
