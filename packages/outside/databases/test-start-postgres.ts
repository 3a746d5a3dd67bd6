import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testCertificate } from '../egress/test-certificate.ts'

/** Where PostgreSQL's own programs are; `undefined` where it is not installed. */
export function postgresPrograms(): string | undefined {
  const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].filter((folder) => existsSync(folder))
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^(\d+|postgresql@?\d*)$/.test(name))
      .map((name) => join(folder, name, 'bin')),
  )
  return found.filter((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))).at(-1)
}

export interface StartedPostgres {
  port: number
  close(): Promise<void>
}

/**
 * Starts a real PostgreSQL on a free port of the loopback address, in a fresh folder, with `testCertificate`; by password
 * over TLS only. It refuses to be root: a root process starts it as nobody.
 */
export async function startPostgres(bin: string, password: string): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
  const isRoot = process.getuid?.() === 0
  const as = isRoot ? { uid: 65_534, gid: 65_534 } : {}
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C' }
  const own = (path: string): void => (isRoot ? chownSync(path, 65_534, 65_534) : undefined)
  own(folder)
  const write = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    own(path)
    return path
  }
  const data = join(folder, 'data')
  const given = write('password', password)
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'owner', '--pwfile', given, '-A', 'scram-sha-256', '-N'],
    {
      ...as,
      env,
      cwd: folder,
      encoding: 'utf8',
    },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const settings = {
    ssl: 'on',
    ssl_cert_file: write('server.crt', testCertificate.cert),
    ssl_key_file: write('server.key', testCertificate.key),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
  }
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n')
  chmodSync(folder, 0o700)
  const port = await freePort()
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server: ChildProcess = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...as, env, cwd: folder })
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  let said = ''
  await new Promise<void>((ready, fail) => {
    server.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString('utf8')
      if (said.includes('ready to accept connections')) ready()
    })
    void ended.then(() => fail(new Error(`postgres: ${said}`)))
  })
  return {
    port,
    async close() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
