import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findPostgres } from './find-postgres.ts'
import { findFreePort } from './free-port.ts'
import { openCachedFolder } from './cached-folder.ts'

/** A PostgreSQL server in a new folder, on a free port of the loopback address. */
export interface PrivatePostgres {
  /** Creates an empty database and returns its address. */
  createDatabase(): Promise<string>
  /** Stops it immediately, like a failing machine. */
  stop(): Promise<void>
  /** Restarts it on the same port. */
  start(): Promise<void>
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

export interface PrivatePostgresOptions {
  /** Whether commits are flushed to disk; not necessary for tests that kill only processes of the server. */
  fsync?: boolean
  connections?: number
}

/** Starts PostgreSQL as a user other than root, because it does not run as root. Throws if it is not installed. */
export async function openPrivatePostgres({
  fsync = false,
  connections = 200,
}: PrivatePostgresOptions = {}): Promise<PrivatePostgres> {
  const { folder: programs, missing } = findPostgres()
  if (programs === undefined) throw new Error(missing)
  const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? findUnprivilegedUser() : {}
  const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const copyResult = spawnSync('cp', ['-a', await openCachedCluster(programs, user), data], { encoding: 'utf8' })
  if (copyResult.status !== 0) throw new Error(`cp failed: ${copyResult.stderr || String(copyResult.error)}`)
  let port = 0
  let service: ChildProcess | undefined
  let errorOutput = ''

  const toAddress = (database: string): string => `postgres://aw@127.0.0.1:${port}/${database}`
  const ask = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: toAddress('postgres') })
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
  const start = async (): Promise<void> => {
    port ||= await findFreePort()
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
    child.stderr.on('data', (chunk) => (errorOutput = (errorOutput + String(chunk)).slice(-4000)))
    for (;;) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${errorOutput}`)
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
    const exited = new Promise((resolve) => child.once('exit', resolve))
    // SIGQUIT closes connections without notice, and the next start recovers.
    child.kill('SIGQUIT')
    await exited
  }
  await start()
  let databases = 0
  return {
    start,
    stop,
    async createDatabase() {
      const name = `aw_${++databases}`
      await ask(`create database ${name}`)
      return toAddress(name)
    },
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Returns a cached empty cluster of a user, because copying is faster than creating one. */
async function openCachedCluster(programs: string, user: { uid?: number; gid?: number }): Promise<string> {
  const initdb = join(programs, 'initdb')
  const version = execFileSync(initdb, ['--version'], { encoding: 'utf8' })
  return openCachedFolder('postgres', [version, programs, String(user.uid ?? process.getuid?.())], async (path) => {
    // Created where the user can write.
    const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
    try {
      const data = join(folder, 'data')
      const initResult = spawnSync(
        initdb,
        ['-D', data, '-U', 'aw', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
        { ...user, cwd: folder, encoding: 'utf8' },
      )
      if (initResult.status !== 0) throw new Error(`initdb failed: ${initResult.stderr || String(initResult.error)}`)
      execFileSync('cp', ['-a', data, path])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** Returns the postgres user if it exists, otherwise nobody. */
function findUnprivilegedUser(): { uid: number; gid: number } {
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
