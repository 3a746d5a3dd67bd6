import { error, type Problem } from '@aw-flow/schema'

export const notDecided = (id: string): Problem => error('approval.not-waiting', { node: '', run: id })

export const notStuck = (id: string): Problem => error('run.not-stuck', { id })

/** The run has just been released by this process, so the request must be repeated. */
export const runNotHere = (id: string): Problem => error('run.not-here', { run: id })
