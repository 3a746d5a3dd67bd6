import { resolve } from 'node:path'
import type { Terminal } from '../../terminal/terminal.ts'
import { pluralize } from '../../reports/describe-load.ts'

export interface RestoreCommandOptions {
  /** Whether to restore secrets. `false` with `--no-secrets`. */
  secrets: boolean
}

/** `aw restore FILE`: restores a backup into an empty database and storage. */
export async function restoreCommand(
  file: string,
  { secrets }: RestoreCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { restore } = await import('@aw-flow/server')
  const { readServerSettings, unwrapOutcome } = await import('./server-settings.ts')
  const settings = readServerSettings()
  const { rows, files, canDecrypt } = unwrapOutcome(
    await restore(settings, resolve(file), { shouldRestoreSecrets: secrets }),
  )
  const counts = Object.entries(rows).flatMap(([table, count]) => (count > 0 ? `${count} ${table}` : []))
  terminal.print(`Restored: ${[...counts, pluralize(files, 'file')].join(', ')}.`)
  if (!canDecrypt) {
    terminal.report(
      'The secrets are encrypted with a different key. Before you start a server, set AW_KEY to that key or copy its ' +
        `"secret-key" file to ${settings.dataFolder}. Alternatively, restore into an empty database with --no-secrets.`,
    )
  }
  return 0
}
