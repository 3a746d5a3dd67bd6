import type { Terminal } from '../../terminal/terminal.ts'

/** `aw migrate [NAME]`: migrates the database to the given or the latest migration. `none` reverts all migrations. */
export async function migrateCommand(name: string | undefined, terminal: Terminal): Promise<number> {
  const { migrateData } = await import('@aw-flow/server')
  const { readServerSettings, unwrapOutcome } = await import('./server-settings.ts')
  terminal.print(`The database is at ${unwrapOutcome(await migrateData(readServerSettings(), name))}.`)
  return 0
}
