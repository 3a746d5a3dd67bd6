import { readEnvironment, type ServerSettings } from '@aw-flow/server'
import type { Result } from '@aw-flow/schema'
import { CommandError, createUsageError } from '../../command-error.ts'

/** Reads the server settings from the environment, as `aw serve` does. */
export const readServerSettings = (): ServerSettings => unwrapSettings(readEnvironment(process.env, process.cwd()))

/** Returns settings, or throws a usage error that names the invalid variable. */
export function unwrapSettings(settings: Result<ServerSettings>): ServerSettings {
  if (!settings.ok) throw createUsageError(settings.problem)
  return settings.value
}

/** Returns the value of an outcome, or throws a `CommandError` with its problem. */
export function unwrapOutcome<T>(outcome: Result<T>): T {
  if (!outcome.ok) throw new CommandError(1, outcome.problem)
  return outcome.value
}
