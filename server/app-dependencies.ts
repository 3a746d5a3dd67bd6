import type { Catalogue } from '@aw-flow/engine'
import type { Backend } from './backend.ts'
import type { Log } from './operation/log.ts'
import type { Metrics } from './operation/metrics.ts'
import type { Tracing } from './operation/tracing.ts'
import type { Authentication } from './security/authenticate.ts'
import type { HostRules } from './security/host-rules.ts'
import type { RateLimit } from './security/rate-limit.ts'

/** All that the app is given; it holds nothing of its own. */
export interface AppDependencies {
  /** Resolves when the API can answer; asked for each request, so it must remember. */
  backend(): Promise<Backend>
  /** Whether `backend` would answer at once. */
  isReady(): boolean
  /** The process is about to stop: it answers, and asks to be sent nothing more. */
  isStopping(): boolean
  catalogue: Catalogue
  hostRules: HostRules
  /** Who asks. */
  authentication: Authentication
  rateLimit: RateLimit
  /** Folder of the built studio; without one, pages say how to build it. */
  studio?: string | undefined
  /** Sent with the studio; the one policy where it is not said. */
  policy?: string | undefined
  /** Of every body but uploads, in bytes; 0: none. */
  bodyLimit: number
  /** How deeply the JSON of a body may be nested; 0: no limit. */
  bodyDepth: number
  log: Log
  metrics: Metrics
  tracing?: Tracing | undefined
  newId(): string
  /** A 32-bit seed for a run that names none. */
  newSeed(): number
  /** Told of faults of ours: what was being answered and why it broke. */
  onFault(cause: unknown, about: { correlationId: string; path: string }): void
}
