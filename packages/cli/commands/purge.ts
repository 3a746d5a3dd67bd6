import type { Terminal } from '../terminal/terminal.ts'

export interface PurgeCommandOptions {
  deleted?: number
  runs?: number
  results?: number
}

/** `aw purge`: removes for good what is older than so many days, else than the policy of the environment says. */
export async function purgeCommand(options: PurgeCommandOptions, terminal: Terminal): Promise<number> {
  const { purgeData } = await import('@aw-flow/server')
  const { dataSettings, done } = await import('./data-settings.ts')
  const settings = dataSettings()
  const { deletedDays, runDays, resultDays } = settings.keep
  const policy = {
    deletedDays: options.deleted ?? deletedDays,
    runDays: options.runs ?? runDays,
    resultDays: options.results ?? resultDays,
  }
  const purged = done(await purgeData(settings, policy))
  const said = Object.entries(purged).flatMap(([what, count]) => (count > 0 ? `${count} ${what}` : []))
  terminal.say(said.length > 0 ? `Removed for good: ${said.join(', ')}.` : 'There was nothing to remove.')
  return 0
}
