import { defined, error } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTable } from '../terminal/format-table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { parseBaseUrl, type ServerSelection } from './open-server.ts'
import { readProfiles, writeProfiles } from './profiles.ts'

export interface ProfilesCommandOptions extends ServerSelection {
  default?: boolean
  remove?: boolean
}

/**
 * `aw profiles [NAME]`: lists the profiles, or saves, selects or removes one. A key on standard input does not appear in
 * the history of the shell: `--token -`.
 */
export async function profilesCommand(
  name: string | undefined,
  { server, token, workspace, default: isDefault = false, remove = false }: ProfilesCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const saved = await readProfiles()
  if (name === undefined) {
    const rows = Object.entries(saved.profiles).map(([key, profile]) => [
      `${key}${key === saved.default ? ' (default)' : ''}`,
      profile.server,
      profile.token === undefined ? '' : 'yes',
      profile.workspace ?? '',
    ])
    const titles = ['profile', 'server', 'key', 'workspace'].map((title) => ({ title }))
    terminal.print(
      rows.length === 0
        ? 'No profiles. Save one: aw profiles NAME --server URL'
        : formatTable(titles, rows, terminal.width),
    )
    return exitCodes.success
  }
  const { [name]: existing, ...others } = saved.profiles
  if (server === undefined && !existing) {
    const names = Object.keys(others)
    throw createUsageError(error('remote.no-profile', { name, count: names.length, names }))
  }
  if (remove) {
    const defaultName = saved.default === name ? Object.keys(others)[0] : saved.default
    await writeProfiles({ ...defined({ default: defaultName }), profiles: others })
    return exitCodes.success
  }
  const key = token === '-' ? await readToken(terminal) : token
  const address = server === undefined ? existing!.server : parseBaseUrl(server)
  // A key is not kept for another server.
  const kept = existing?.server === address ? existing : {}
  const profile = { ...kept, server: address, ...defined({ token: key, workspace }) }
  await writeProfiles({
    default: isDefault ? name : (saved.default ?? name),
    profiles: { ...others, [name]: profile },
  })
  return exitCodes.success
}

async function readToken({ input }: Terminal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8').trim()
}
