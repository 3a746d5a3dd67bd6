import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findPostgres } from './find-postgres.ts'
import { freePort } from './free-port.ts'
import { keptFolder } from './kept-folder.ts'

/** A PostgreSQL server in a new folder, on a free port of the loopback address. */
export interface PrivatePostgres {
  /** Creates an empty database and returns its address. */
  createDatabase(): Promise<string>
  /** Stops it immediately, like a failing machine. */
  stop(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

export interface PrivatePostgresOptions {
  /** Whether commits are flushed to disk; not necessary for tests that kill only processes of the server. */
  fsync?: boolean
  connections?: number
}

/** Starts PostgreSQL as a user other than root, which PostgreSQL refuses. Throws if it is not installed. */
export async function openPrivatePostgres({
  fsync = false,
  connections = 200,
}: PrivatePostgresOptions = {}): Promise<PrivatePostgres> {
  const { folder: programs, missing } = findPostgres()
  if (programs === undefined) throw new Error(missing)
  const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? userBesideRoot() : {}
  const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const copied = spawnSync('cp', ['-a', await keptCluster(programs, user), data], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(`cp failed: ${copied.stderr || String(copied.error)}`)
  let port = 0
  let service: ChildProcess | undefined
  let said = ''

  const addressOf = (database: string): string => `postgres://aw@127.0.0.1:${port}/${database}`
  const ask = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: addressOf('postgres') })
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
  const start = async (): Promise<void> => {
    port ||= await freePort()
    const settings = [
      `listen_addresses=127.0.0.1`,
      `unix_socket_directories=${folder}`,
      `max_connections=${connections}`,
      `fsync=${fsync ? 'on' : 'off'}`,
    ]
    const child = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    service = child
    child.stderr.on('data', (piece) => (said = (said + String(piece)).slice(-4000)))
    for (;;) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`)
      try {
        return await ask('select 1')
      } catch {
        await sleep(50)
      }
    }
  }
  const stop = async (): Promise<void> => {
    const child = service
    service = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // SIGQUIT closes connections without notice, and the next start recovers.
    child.kill('SIGQUIT')
    await ended
  }
  await start()
  let databases = 0
  return {
    start,
    stop,
    async createDatabase() {
      const name = `aw_${++databases}`
      await ask(`create database ${name}`)
      return addressOf(name)
    },
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** An empty cluster of a user, because copying is faster than creating. */
async function keptCluster(programs: string, user: { uid?: number; gid?: number }): Promise<string> {
  const initdb = join(programs, 'initdb')
  const version = execFileSync(initdb, ['--version'], { encoding: 'utf8' })
  return keptFolder('postgres', [version, programs, String(user.uid ?? process.getuid?.())], async (path) => {
    // Created where the user can write.
    const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
    try {
      const data = join(folder, 'data')
      const made = spawnSync(
        initdb,
        ['-D', data, '-U', 'aw', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
        { ...user, cwd: folder, encoding: 'utf8' },
      )
      if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)
      execFileSync('cp', ['-a', data, path])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** The postgres user if it exists, otherwise nobody. */
function userBesideRoot(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? ([] as string[])
  const [uid, gid] = [Number(user[2]), Number(user[3])]
  if (!Number.isInteger(uid) || !Number.isInteger(gid))
    throw new Error('PostgreSQL does not run as root, and no other user was found.')
  return { uid, gid }
}
