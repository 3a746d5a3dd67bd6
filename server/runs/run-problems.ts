import { error, type Problem } from '@aw-flow/schema'

export const createNotWaitingProblem = (id: string): Problem => error('approval.not-waiting', { node: '', run: id })

export const createRunNotStuckProblem = (id: string): Problem => error('run.no-missing-type', { id })

/**
 * Returns the problem for a request that reached this process just after it released the run. The client must repeat
 * the request.
 */
export const createReleasedRunProblem = (id: string): Problem => error('run.not-active', { run: id })
