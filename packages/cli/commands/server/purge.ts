import type { Terminal } from '../../terminal/terminal.ts'

export interface PurgeCommandOptions {
  deleted?: number
  runs?: number
  results?: number
}

/**
 * `aw purge`: permanently removes data that is older than the given numbers of days or, by default, than the retention
 * settings in the environment.
 */
export async function purgeCommand(options: PurgeCommandOptions, terminal: Terminal): Promise<number> {
  const { purgeData } = await import('@aw-flow/server')
  const { readServerSettings, unwrapOutcome } = await import('./server-settings.ts')
  const settings = readServerSettings()
  const { deletedDays, runDays, resultDays } = settings.purgePolicy
  const policy = {
    ...settings.purgePolicy,
    deletedDays: options.deleted ?? deletedDays,
    runDays: options.runs ?? runDays,
    resultDays: options.results ?? resultDays,
  }
  const purgedCounts = unwrapOutcome(await purgeData(settings, policy))
  const { auditEntries, ...otherCounts } = purgedCounts
  const counts = Object.entries({ ...otherCounts, 'audit entries': auditEntries }).flatMap(([kind, count]) =>
    count > 0 ? `${count} ${kind}` : [],
  )
  terminal.print(counts.length > 0 ? `Permanently removed: ${counts.join(', ')}.` : 'Nothing to remove.')
  return 0
}
