import type { Problem, RunProgress } from '@aw-flow/schema'
import type { RunCommand } from '../store/runs/run-controls.ts'
import { parseMessages, type MessageFromChild, type MessageToChild } from './child-messages.ts'
import { createCallHandler } from './remote-calls.ts'
import { createReleasedRunProblem } from '../runs/run-problems.ts'
import { forkChild } from './fork-child.ts'
import { createOutbox } from './outbox.ts'
import { readProcessMemory } from './process-memory.ts'
import type { RunOutcome } from '../runs/perform-run.ts'
import type { ChildSettings } from './child-settings.ts'

/** A child process that executes runs. */
export interface RunChild {
  /**
   * Memory usage, in bytes: the value in the last heartbeat or the one that this process measures, whichever is larger.
   * A blocked process does not send heartbeats.
   */
  readonly bytes: number
  /** Why this process killed the child. `undefined` if it did not. */
  readonly killReason: KillReason | undefined
  /** Monotonic time of the first message, in ms. `undefined` while the process is starting. */
  readonly readyAt: number | undefined
  /** Returns the time since the last message, or since the start if there has been none. */
  getMsSinceHeartbeat(): number
  send(message: MessageToChild): void
  control(runId: string, command: RunCommand): Promise<Problem | undefined>
  /** Kills the process. Resolves when it has exited. */
  kill(reason: KillReason): Promise<void>
}

export type KillReason = 'done' | 'memory' | 'silence' | 'cancelled' | 'unresponsive' | 'invalid'

export interface ChildListener {
  /** Returns what a run may use in this process. Throws if the child does not execute the run, or must not use `name`. */
  findCapabilities(run: string, name: string): object
  onEngineClosed(runId: string): void
  onProgress(progress: RunProgress): void
  onError(runId: string, stackTrace: string): void
  onEnded(runId: string, outcome: RunOutcome): void
  /** Called once, when the process has loaded its code. */
  onReady(): void
  /** Called once, when the process has exited. `reason` is `undefined` if it was killed because it was done. */
  onExited(reason: string | undefined): void
}

/**
 * Starts a process that executes runs.
 *
 * @param fork Starts the script in a child process. Can be replaced in tests.
 */
export function startChild(settings: ChildSettings, listener: ChildListener, fork = forkChild): RunChild {
  const child = fork('processes/run-child', settings)
  const pendingControls = new Map<number, { run: string; resolve(problem: Problem | undefined): void }>()
  const exitPromise = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let lastCallId = 0
  let memoryBytes = 0
  const startedAt = performance.now()
  let lastMessageAt: number | undefined
  let readyAt: number | undefined
  let killReason: KillReason | undefined
  let errorOutput = ''

  const send = createOutbox<MessageToChild>((messages) => {
    // Messages to a process that is exiting are dropped, because its exit is reported separately.
    if (child.connected) child.send(messages, () => undefined)
  })
  const handleCall = createCallHandler(send, (run, name) => listener.findCapabilities(run, name))
  child.on('message', (value: unknown) => {
    lastMessageAt = performance.now()
    readyAt ??= lastMessageAt
    try {
      for (const message of parseMessages(value)) receive(message)
    } catch (cause) {
      errorOutput += String(cause)
      void kill('invalid')
    }
  })
  const receive = (message: MessageFromChild): void => {
    switch (message.type) {
      case 'ready':
        return listener.onReady()
      case 'alive':
        memoryBytes = message.bytes
        return
      case 'call':
      case 'abort':
        return handleCall(message)
      case 'engine-closed':
        return listener.onEngineClosed(message.run)
      case 'control-response':
        pendingControls.get(message.call)?.resolve(message.problem)
        pendingControls.delete(message.call)
        return
      case 'unresponsive':
        return void kill('unresponsive')
      case 'progress':
        return listener.onProgress(message.progress)
      case 'fault':
        return listener.onError(message.run, message.trace)
      case 'ended':
        return listener.onEnded(message.run, message.outcome)
    }
  }
  const kill = async (reason: KillReason): Promise<void> => {
    killReason ??= reason
    child.kill('SIGKILL')
    await exitPromise
  }
  child.stderr?.on('data', (chunk) => (errorOutput = (errorOutput + String(chunk)).slice(-4000)))
  const onExit = (status: string): void => {
    for (const { run, resolve } of pendingControls.values()) resolve(createReleasedRunProblem(run))
    pendingControls.clear()
    const reason = `A process that executes runs exited (${killReason ?? status}). ${errorOutput}`.trim()
    listener.onExited(killReason === 'done' ? undefined : reason)
  }
  child.once('error', (cause) => {
    errorOutput += cause.message
  })
  child.once('exit', (code, signal) => onExit(signal ?? `exit ${code}`))
  return {
    get bytes() {
      return Math.max(memoryBytes, (child.pid === undefined ? undefined : readProcessMemory(child.pid)) ?? 0)
    },
    get killReason() {
      return killReason
    },
    get readyAt() {
      return readyAt
    },
    getMsSinceHeartbeat: () => performance.now() - (lastMessageAt ?? startedAt),
    send,
    control: (runId, command) =>
      new Promise((resolve) => {
        if (!child.connected) return resolve(createReleasedRunProblem(runId))
        const callId = ++lastCallId
        pendingControls.set(callId, { run: runId, resolve })
        send({ type: 'control', run: runId, command, call: callId })
      }),
    kill,
  }
}
