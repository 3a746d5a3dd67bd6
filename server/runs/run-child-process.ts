import type { Problem, RunProgress } from '@aw-flow/schema'
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL, fileURLToPath } from 'node:url'
import type { RunAsk } from '../store/run-controls.ts'
import type { FromChild, ParentCalls, ToChild } from './child-messages.ts'
import { notAtWork } from './not-at-work.ts'
import { createOutbox } from './outbox.ts'
import type { RunOutcome } from './perform-run.ts'
import type { ChildSettings } from './run-children.ts'

/** A process in which runs are performed. */
export interface RunChild {
  /** What it takes of memory, as it told last. */
  readonly bytes: number
  /** Why it was ended, where we did. */
  readonly endedFor: EndReason | undefined
  /** When it first gave a sign of life; nothing while it starts. */
  readonly readyAt: number | undefined
  /** Since it last gave a sign of life; since it was begun, where it gave none. */
  silentMs(): number
  send(message: ToChild): void
  ask(run: string, ask: RunAsk): Promise<Problem | undefined>
  /** Ends it at once. */
  end(reason: EndReason): Promise<void>
}

export type EndReason = 'done' | 'memory' | 'silence' | 'cancelled'

export interface ChildListener {
  calls: ParentCalls
  progress(told: RunProgress): void
  fault(run: string, trace: string): void
  ended(run: string, outcome: RunOutcome): void
  /** Told once; why, where it was no wish of ours. */
  exited(reason: string | undefined): void
}

export function startChild(settings: ChildSettings, environment: NodeJS.ProcessEnv, listener: ChildListener): RunChild {
  const child = forkScript(settings, environment)
  const asked = new Map<number, { run: string; resolve(problem: Problem | undefined): void }>()
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let asks = 0
  let bytes = 0
  const begun = Date.now()
  let heard: number | undefined
  let readyAt: number | undefined
  let endedFor: EndReason | undefined

  const send = createOutbox<ToChild>((messages) => {
    // One that is just ending hears nothing more; its end is told.
    if (child.connected) child.send(messages, () => undefined)
  })
  const answer = async (call: number, name: keyof ParentCalls, given: unknown[]): Promise<void> => {
    try {
      const value = await (listener.calls[name] as (...given: unknown[]) => Promise<unknown>)(...given)
      send({ type: 'answer', call, value })
    } catch (cause) {
      send({ type: 'answer', call, failed: cause instanceof Error ? cause.message : String(cause) })
    }
  }
  child.on('message', (messages: readonly FromChild[]) => {
    heard = Date.now()
    readyAt ??= heard
    for (const message of messages) take(message)
  })
  const take = (message: FromChild): void => {
    switch (message.type) {
      case 'ready':
        return
      case 'alive':
        bytes = message.bytes
        return
      case 'call':
        return void answer(message.call, message.name, message.given)
      case 'answered':
        asked.get(message.call)?.resolve(message.problem)
        asked.delete(message.call)
        return
      case 'progress':
        return listener.progress(message.told)
      case 'fault':
        return listener.fault(message.run, message.trace)
      case 'ended':
        return listener.ended(message.run, message.outcome)
    }
  }
  let said = ''
  child.stderr?.on('data', (piece) => (said = (said + String(piece)).slice(-4000)))
  const over = (how: string): void => {
    for (const { run, resolve } of asked.values()) resolve(notAtWork(run))
    asked.clear()
    listener.exited(endedFor === 'done' ? undefined : `A process of runs ended (${endedFor ?? how}). ${said}`.trim())
  }
  child.once('error', (cause) => {
    said += cause.message
  })
  child.once('exit', (code, signal) => over(signal ?? `exit ${code}`))
  return {
    get bytes() {
      return bytes
    },
    get endedFor() {
      return endedFor
    },
    get readyAt() {
      return readyAt
    },
    silentMs: () => Date.now() - (heard ?? begun),
    send,
    ask: (run, ask) =>
      new Promise((resolve) => {
        if (!child.connected) return resolve(notAtWork(run))
        const call = ++asks
        asked.set(call, { run, resolve })
        send({ type: 'ask', run, ask, call })
      }),
    async end(reason) {
      endedFor ??= reason
      child.kill('SIGKILL')
      await exited
    },
  }
}

function forkScript(settings: ChildSettings, environment: NodeJS.ProcessEnv): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const script = new URL(isSource ? './run-child.ts' : './run-child.js', import.meta.url)
  // Run from its source (tests, tools): a process does not inherit what reads TypeScript here.
  const reader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return fork(fileURLToPath(script), [JSON.stringify(settings)], {
    execArgv: isSource ? ['--import', reader(), '--conditions=aw-source'] : [],
    env: { ...process.env, ...forChildren(environment) },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Secrets given by the environment go along; keys and addresses of database and storage do not. */
const forChildren = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  AW_KEY: undefined,
  DATABASE_URL: undefined,
  STORAGE_URL: undefined,
  AW_TOKEN: undefined,
})
