import type { RenderedRun } from './api-types.ts'

/** A run in a server's list of runs. @internal */
export type ServerRun = RenderedRun
