import { readEnvironment, type ServerSettings } from '@aw-flow/server'
import type { Problem } from '@aw-flow/schema'
import { CommandError, createUsageError } from '../command-error.ts'

/** Reads the server settings from the environment, as `aw serve` does. */
export function readServerSettings(): ServerSettings {
  const settings = readEnvironment(process.env, process.cwd())
  if ('code' in settings) throw createUsageError(settings)
  return settings
}

/** Returns an outcome, or throws a `CommandError` if it is a problem. */
export function unwrapOutcome<T>(outcome: T | Problem): T {
  if (typeof outcome === 'object' && outcome !== null && 'code' in outcome && 'severity' in outcome) {
    throw new CommandError(1, outcome as Problem)
  }
  return outcome as T
}
