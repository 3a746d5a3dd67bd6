import { resolve } from 'node:path'
import type { Terminal } from '../terminal/terminal.ts'

export interface RestoreCommandOptions {
  /** False with `--no-secrets`. */
  secrets: boolean
}

/** `aw restore FILE`: puts what `aw backup` wrote into a database and a storage that hold nothing. */
export async function restoreCommand(
  file: string,
  { secrets }: RestoreCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { restore } = await import('@aw-flow/server')
  const { dataSettings, done } = await import('./data-settings.ts')
  const settings = dataSettings()
  const { rows, files, opens } = done(await restore(settings, resolve(file), { withSecrets: secrets }))
  const said = Object.entries(rows).flatMap(([table, count]) => (count > 0 ? `${count} ${table}` : []))
  terminal.say(`Restored: ${[...said, `${files} files`].join(', ')}.`)
  if (!opens) {
    terminal.tell(
      'The secrets were sealed under another key than the one that is here. Set AW_KEY to that key, or put its file "secret-key" ' +
        `into ${settings.data}, before you start a server; or restore again into an empty place with --no-secrets.`,
    )
  }
  return 0
}
