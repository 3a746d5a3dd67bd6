import { error } from '@aw-flow/schema'
import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { CommandError, createUsageError } from '../../command-error.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { pluralize } from '../../reports/describe-load.ts'

/** `aw backup FILE`: writes all data stored by the server to one file. */
export async function backupCommand(file: string, terminal: Terminal): Promise<number> {
  const path = resolve(file)
  if (await stat(path).catch(() => undefined)) {
    throw createUsageError(error('backup.exists', { file }))
  }
  const { backUp } = await import('@aw-flow/server')
  const { readServerSettings, unwrapOutcome } = await import('./server-settings.ts')
  const { rows, files, missing } = unwrapOutcome(await backUp(readServerSettings(), path))
  const counts = Object.entries(rows).flatMap(([table, count]) => (count > 0 ? `${count} ${table}` : []))
  terminal.print(`${file}: ${[...counts, pluralize(files, 'file')].join(', ')}.`)
  terminal.report(
    'Secrets in the backup are encrypted. Store the key (AW_KEY, or the file "secret-key" in AW_DATA) separately.',
  )
  if (missing.length === 0) return 0
  throw new CommandError(1, error('backup.files-missing', { files: missing.length, names: missing }))
}
