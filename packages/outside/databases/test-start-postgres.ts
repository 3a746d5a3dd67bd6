import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testCertificate } from '../egress/test-certificate.ts'

/** Finds the folder with the PostgreSQL binaries. Returns `undefined` if PostgreSQL is not installed. */
export function findPostgresBinFolder(): string | undefined {
  const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].filter((folder) => existsSync(folder))
  const binFolders = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^(\d+|postgresql@?\d*)$/.test(name))
      .map((name) => join(folder, name, 'bin')),
  )
  return binFolders.filter((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))).at(-1)
}

export interface StartedPostgres {
  port: number
  close(): Promise<void>
}

/**
 * Starts PostgreSQL on a free port on the loopback address, in a new folder, with `testCertificate`. It accepts
 * passwords over TLS only. PostgreSQL refuses to run as root, so a root process starts it as the user `nobody`.
 */
export async function startPostgres(binFolder: string, password: string): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-postgres-'))
  const isRoot = process.getuid?.() === 0
  const user = isRoot ? { uid: 65_534, gid: 65_534 } : {}
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C' }
  const setOwner = (path: string): void => (isRoot ? chownSync(path, 65_534, 65_534) : undefined)
  setOwner(folder)
  const write = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    setOwner(path)
    return path
  }
  const dataFolder = join(folder, 'data')
  const passwordFile = write('password', password)
  const result = spawnSync(
    join(binFolder, 'initdb'),
    ['-D', dataFolder, '-U', 'owner', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-N'],
    {
      ...user,
      env,
      cwd: folder,
      encoding: 'utf8',
    },
  )
  if (result.status !== 0) throw new Error(`initdb: ${result.stderr}`)
  const settings = {
    ssl: 'on',
    ssl_cert_file: write('server.crt', testCertificate.cert),
    ssl_key_file: write('server.key', testCertificate.key),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
  }
  writeFileSync(join(dataFolder, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n')
  chmodSync(folder, 0o700)
  const port = await findFreePort()
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server: ChildProcess = spawn(join(binFolder, 'postgres'), ['-D', dataFolder, ...options], {
    ...user,
    env,
    cwd: folder,
  })
  const exitPromise = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      if (output.includes('ready to accept connections')) resolve()
    })
    void exitPromise.then(() => reject(new Error(`postgres: ${output}`)))
  })
  return {
    port,
    async close() {
      server.kill('SIGINT')
      await exitPromise
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
