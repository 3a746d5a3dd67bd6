import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { level } from '../../test/sizes.ts'

/** The oldest supported version of PostgreSQL. */
const oldest = 15

let found: { folder: string } | { missing: string } | undefined

/**
 * The folder of the PostgreSQL programs: `POSTGRES_BIN`, the usual system folders, or for the long tests an
 * installation by `apt-get`. `missing` explains what to do if there is none.
 */
export function findPostgres(): { folder: string; missing?: undefined } | { missing: string; folder?: undefined } {
  return (found ??= search())
}

function search(): { folder: string } | { missing: string } {
  const here = newest()
  if (here) return { folder: here }
  if (level === 'long' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    const installed = newest()
    if (installed) return { folder: installed }
  }
  const how = `Install PostgreSQL ${oldest} or newer (Debian: apt-get install postgresql), or set POSTGRES_BIN to its folder.`
  return { missing: `PostgreSQL was not found; tests that need it are skipped. ${how}` }
}

const newest = (): string | undefined =>
  candidates()
    .map((folder) => ({ folder, version: versionOf(folder) }))
    .filter(({ version }) => version >= oldest)
    .sort((one, other) => one.version - other.version)[0]?.folder

function candidates(): string[] {
  const named = process.env.POSTGRES_BIN
  if (named) return [named]
  const below = (folder: string): string[] => {
    try {
      return readdirSync(folder).map((version) => join(folder, version, 'bin'))
    } catch {
      return []
    }
  }
  return [
    ...below('/usr/lib/postgresql'),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/opt/postgresql@15/bin',
    '/opt/homebrew/opt/postgresql@16/bin',
    ...(process.env.PATH ?? '').split(delimiter),
  ]
}

/** 0 if it is missing. */
function versionOf(folder: string): number {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return 0
  try {
    return Number(/\d+/.exec(execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[0] ?? 0)
  } catch {
    return 0
  }
}
