import { error } from '@aw-flow/schema'
import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { CommandError, wrongUse } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** `aw backup FILE`: everything that the server keeps, in one file. */
export async function backupCommand(file: string, terminal: Terminal): Promise<number> {
  const path = resolve(file)
  if (await stat(path).catch(() => undefined)) {
    throw wrongUse(error('backup.exists', `"${file}" is there already.`, { hint: 'Name another file.' }))
  }
  const { backUp } = await import('@aw-flow/server')
  const { dataSettings, done } = await import('./data-settings.ts')
  const { rows, files, missing } = done(await backUp(dataSettings(), path))
  const said = Object.entries(rows).flatMap(([table, count]) => (count > 0 ? `${count} ${table}` : []))
  terminal.say(`${file}: ${[...said, `${files} files`].join(', ')}.`)
  terminal.tell('Secrets in it are sealed. Keep the key (AW_KEY, or the file "secret-key" of AW_DATA) somewhere else.')
  if (missing.length === 0) return 0
  const named = missing.slice(0, 5).join(', ')
  throw new CommandError(
    1,
    error('backup.bytes-gone', `The bytes of ${missing.length} files are gone from the storage (${named}).`, {
      hint: 'All else is in the backup. Look at the storage.',
    }),
  )
}
