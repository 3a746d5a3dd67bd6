import type { Catalogue } from '@aw-flow/engine'
import type { Backend } from './backend.ts'
import type { HostRules } from './security/host-rules.ts'

/** All that the app is given; it holds nothing of its own. */
export interface AppDependencies {
  /** Resolves when the API can answer; asked for each request, so it must remember. */
  backend(): Promise<Backend>
  catalogue: Catalogue
  hostRules: HostRules
  /** Folder of the built studio; without one, pages say how to build it. */
  studio?: string | undefined
  /** Of every body but uploads, in bytes; 0: none. */
  bodyLimit: number
  newId(): string
  /** A 32-bit seed for a run that names none. */
  newSeed(): number
  /** Told of faults of ours: what was being answered and why it broke. */
  onFault(cause: unknown, about: { correlationId: string; path: string }): void
}
