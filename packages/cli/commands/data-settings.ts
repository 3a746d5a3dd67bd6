import { readEnvironment, type ServerSettings } from '@aw-flow/server'
import type { Problem } from '@aw-flow/schema'
import { CommandError, wrongUse } from '../command-error.ts'

/** Where the server's data is, from the environment, as `aw serve` reads it. */
export function dataSettings(): ServerSettings {
  const settings = readEnvironment(process.env, process.cwd())
  if ('code' in settings) throw wrongUse(settings)
  return settings
}

/** What was done, or the end of the command where it could not be. */
export function done<T>(outcome: T | Problem): T {
  if (typeof outcome === 'object' && outcome !== null && 'code' in outcome && 'severity' in outcome) {
    throw new CommandError(1, outcome as Problem)
  }
  return outcome as T
}
