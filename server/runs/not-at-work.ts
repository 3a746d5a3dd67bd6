import { error, type Problem } from '@aw-flow/schema'

export const notDecided = (id: string): Problem =>
  error('approval.not-waiting', `Run "${id}" waits for no approval.`, { hint: 'Look at the run as it stands now.' })

export const notStuck = (id: string): Problem =>
  error('run.not-stuck', `Run "${id}" lacks no node type: there is nothing to migrate.`, {
    hint: 'Look at the run as it stands now.',
  })

/** What was asked of a run that has just left: it is asked again. */
export const notAtWork = (id: string): Problem =>
  error('run.not-here', `Run "${id}" is not at work here any more.`, { hint: 'Resume it, and decide then.' })
