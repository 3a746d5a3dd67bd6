import type { Secret } from '@aw-flow/engine'
import type { Problem, RunProgress } from '@aw-flow/schema'
import type { RunAsk } from '../store/run-controls.ts'
import type { WrittenTable } from './keep-result-tables.ts'
import type { RunOutcome, RunTask } from './perform-run.ts'
import type { WrittenEvents } from './written-events.ts'

/** What a child asks of its parent, by name; each is answered once. */
export interface ParentCalls {
  append(run: string, events: WrittenEvents): Promise<void>
  keepTables(run: string, tables: readonly WrittenTable[]): Promise<void>
  /** Where a dataset's bytes are on this machine. */
  openFile(dataset: string): Promise<{ path: string; name: string } | undefined>
  /** Keeps bytes that a run has fetched and written to a file; answers where they are then. */
  keepFile(file: {
    path: string
    dataset: string
    size: number
    name: string
  }): Promise<{ path: string; dataset: string }>
  findSecret(name: string): Promise<Secret | undefined>
  listSecrets(): Promise<{ name: string; hosts: readonly string[] }[]>
}

export type ToChild =
  | { type: 'perform'; task: RunTask }
  | { type: 'cancel'; run: string }
  | { type: 'let-go'; run: string }
  | { type: 'ask'; run: string; ask: RunAsk; call: number }
  | { type: 'answer'; call: number; value?: unknown; failed?: string }

export type FromChild =
  | { type: 'ready' }
  /** It answers, and takes so many bytes. */
  | { type: 'alive'; bytes: number }
  | { type: 'call'; call: number; name: keyof ParentCalls; given: unknown[] }
  | { type: 'answered'; call: number; problem?: Problem | undefined }
  | { type: 'progress'; told: RunProgress }
  | { type: 'fault'; run: string; trace: string }
  | { type: 'ended'; run: string; outcome: RunOutcome }
