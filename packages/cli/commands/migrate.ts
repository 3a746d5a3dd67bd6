import type { Terminal } from '../terminal/terminal.ts'

/** `aw migrate [NAME]`: brings the database to the newest migration, or to one that is named (`none`: before the first). */
export async function migrateCommand(name: string | undefined, terminal: Terminal): Promise<number> {
  const { migrateData } = await import('@aw-flow/server')
  const { dataSettings, done } = await import('./data-settings.ts')
  terminal.say(`The database is at ${done(await migrateData(dataSettings(), name))}.`)
  return 0
}
