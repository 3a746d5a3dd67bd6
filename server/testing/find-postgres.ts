import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { level } from '../../test/sizes.ts'

/** Minimum supported version of PostgreSQL. */
const minVersion = 15

let cachedResult: { folder: string } | { missing: string } | undefined

/**
 * Finds the folder of the PostgreSQL programs: `POSTGRES_BIN`, the usual system folders, or for the long tests an
 * installation by `apt-get`. `missing` explains what to do if none is found.
 */
export function findPostgres(): { folder: string; missing?: undefined } | { missing: string; folder?: undefined } {
  return (cachedResult ??= search())
}

function search(): { folder: string } | { missing: string } {
  const existing = findInstalled()
  if (existing) return { folder: existing }
  if (level === 'long' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    const installed = findInstalled()
    if (installed) return { folder: installed }
  }
  const hint = `Install PostgreSQL ${minVersion} or newer (Debian: apt-get install postgresql), or set POSTGRES_BIN to its folder.`
  return { missing: `PostgreSQL was not found; tests that need it are skipped. ${hint}` }
}

const findInstalled = (): string | undefined =>
  listCandidates()
    .map((folder) => ({ folder, version: readVersion(folder) }))
    .filter(({ version }) => version >= minVersion)
    .sort((a, b) => a.version - b.version)[0]?.folder

function listCandidates(): string[] {
  const configured = process.env.POSTGRES_BIN
  if (configured) return [configured]
  const listVersionFolders = (folder: string): string[] => {
    try {
      return readdirSync(folder).map((version) => join(folder, version, 'bin'))
    } catch {
      return []
    }
  }
  return [
    ...listVersionFolders('/usr/lib/postgresql'),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/opt/postgresql@15/bin',
    '/opt/homebrew/opt/postgresql@16/bin',
    ...(process.env.PATH ?? '').split(delimiter),
  ]
}

/** Returns 0 if the programs are missing. */
function readVersion(folder: string): number {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return 0
  try {
    return Number(/\d+/.exec(execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[0] ?? 0)
  } catch {
    return 0
  }
}
