import {
  checkUrl,
  NodeError,
  createRedactor,
  redactStrings,
  findSecret,
  createUnknownSecretProblem,
  type DatabaseResult,
  type DatabaseQuery,
  type Databases,
  type Secrets,
} from '@aw-flow/engine'
import { error, type Json, type Problem } from '@aw-flow/schema'
import pg from 'pg'
import { openSocket, systemSockets, type SocketPorts } from '../egress/open-socket.ts'
import { convertColumn } from './postgres-types.ts'

export interface DatabasesOptions {
  /** Allowed hosts, each as `host` or `host:port`. */
  allow: readonly string[]
  secrets: Secrets
  sockets?: SocketPorts
  /** Certificate authorities to trust for databases, in PEM format. Default: those of Node.js. */
  tls?: { ca: string }
}

/** Time in ms that is added to the statement timeout, because connecting and canceling also take time. */
const responseGraceMs = 5_000
/** Maximum size of a response in bytes. Responses are held in memory. */
const maxResponseBytes = 256 * 2 ** 20
/** Interval in ms at which the response size is checked. */
const sizeCheckIntervalMs = 100

/**
 * Creates a client for PostgreSQL databases whose connection URLs are stored in secrets. Each query is a single
 * statement with parameters that the database binds. It runs in a read-only transaction unless the query allows
 * writing.
 */
export function openDatabases({ allow, secrets, sockets = systemSockets, tls }: DatabasesOptions): Databases {
  return {
    async query(query) {
      const url = await readConnectionUrl(query.secret, secrets)
      const values = [url.href, url.password, decodeURIComponent(url.password)]
      const { redact } = createRedactor([{ name: query.secret, values }])
      const host = url.hostname
      const port = Number(url.port || 5432)
      const checkedUrl = checkUrl(`https://${host}:${port}/`, allow)
      if (!checkedUrl.ok) throw new NodeError('permanent', checkedUrl.problem)
      const socket = await openSocket(
        {
          host: host.replace(/^\[|\]$/g, ''),
          port,
          isExplicitlyAllowed: checkedUrl.value.isExplicitlyAllowed,
          signal: query.signal,
        },
        sockets,
      )
      // pg would open the socket itself, but this one is already connected to the checked address.
      socket.connect = () => {
        setImmediate(() => socket.emit('connect'))
        return socket
      }
      const sslMode = url.searchParams.get('sslmode')
      const isSecure = sslMode === null ? !checkedUrl.value.isExplicitlyAllowed : sslMode !== 'disable'
      const client = new pg.Client({
        user: decodeURIComponent(url.username),
        // A function is required because pg falls back to the environment and the home folder if the password is an
        // empty string.
        password: () => decodeURIComponent(url.password),
        database: decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username),
        host,
        port,
        stream: () => socket,
        ssl: isSecure ? { servername: host, ...tls } : false,
        application_name: 'aw',
        connectionTimeoutMillis: query.timeoutMs,
      })
      client.on('error', () => undefined)
      let limitProblem: Problem | undefined
      const stop = (): void => void socket.destroy()
      query.signal.addEventListener('abort', stop, { once: true })
      // The server might ignore the statement timeout or send an endless row.
      const fail = (problem: Problem): void => {
        limitProblem = problem
        stop()
      }
      const timeoutTimer = setTimeout(() => {
        const params = { host, reason: 'timeout expired' }
        fail(error('database.unreachable', params))
      }, query.timeoutMs + responseGraceMs)
      const sizeCheckTimer = setInterval(() => {
        if (socket.bytesRead <= maxResponseBytes) return
        const params = { host, reason: `the response exceeds ${maxResponseBytes / 2 ** 20} MB` }
        fail(error('database.unreachable', params))
      }, sizeCheckIntervalMs)
      try {
        await client.connect()
        return redactStrings(await runQuery(client, query), redact)
      } catch (cause) {
        query.signal.throwIfAborted()
        if (limitProblem) throw new NodeError('transient', limitProblem)
        throw toNodeError(cause, redact, host)
      } finally {
        clearTimeout(timeoutTimer)
        clearInterval(sizeCheckTimer)
        query.signal.removeEventListener('abort', stop)
        socket.destroy()
      }
    },
  }
}

async function readConnectionUrl(name: string, secrets: Secrets): Promise<URL> {
  const secret = await secrets.find(name)
  if (!secret) throw new NodeError('permanent', createUnknownSecretProblem(name))
  const url = URL.canParse(secret.value) ? new URL(secret.value) : undefined
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '') {
    await findSecret(new URL(`https://${url.hostname}:${url.port || 5432}/`), name, secrets)
    return url
  }
  throw new NodeError('permanent', error('database.connection', { secret: name }))
}

async function runQuery(client: pg.Client, query: DatabaseQuery): Promise<DatabaseResult> {
  const { statement, parameters, maxRows, timeoutMs } = query
  await client.query(`BEGIN ${query.isReadOnly ? 'READ ONLY' : 'READ WRITE'}`)
  await client.query("SET LOCAL TIME ZONE 'UTC'")
  await client.query("SET LOCAL DateStyle = 'ISO, YMD'")
  await client.query(`SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`)
  const rows: (string | null)[][] = []
  let isTruncated = false
  const pgQuery = new pg.Query({
    text: statement,
    values: parameters.map(toParameter),
    rowMode: 'array',
    queryMode: 'extended',
    types: { getTypeParser: () => (text: string) => text },
  } as pg.QueryArrayConfig)
  const result = await new Promise<pg.QueryArrayResult | undefined>((resolve, reject) => {
    pgQuery.on('row', (row) => {
      if (rows.length < maxRows) return void rows.push(row as unknown as (string | null)[])
      isTruncated = true
      resolve(undefined)
    })
    pgQuery.on('end', (completedResult) => resolve(completedResult as unknown as pg.QueryArrayResult))
    pgQuery.on('error', reject)
    client.query(pgQuery)
  })
  const fields = (result ?? (pgQuery as unknown as { _result: pg.QueryArrayResult })._result).fields
  if (result) await client.query('COMMIT')
  const convertedColumns = fields.map(({ dataTypeID }, index) =>
    convertColumn(
      dataTypeID,
      rows.map((row) => row[index] ?? null),
    ),
  )
  return {
    columns: fields.map(({ name }, index) => ({ name, type: convertedColumns[index]!.type })),
    rows: rows.map((_, row) => convertedColumns.map(({ values }) => values[row]!)),
    isTruncated,
    command: result?.command ?? 'SELECT',
    count: result?.rowCount ?? rows.length,
  }
}

/** Converts a parameter for PostgreSQL. Lists and objects are converted to JSON. */
const toParameter = (value: Json): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

/** Matches Node.js error codes for certificates that are untrusted, expired, or issued for a different name. */
const untrustedCodePattern = /^(ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/

function toNodeError(cause: unknown, redact: (text: string) => string, host: string): unknown {
  if (cause instanceof NodeError) return cause
  const { code, message, position, hint } = cause as {
    code?: string
    message?: string
    position?: string
    hint?: string
  }
  const reason = redact(String(message ?? cause))
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) {
    // Error classes 08, 40, 53 and 57P: connection, transaction rollback, insufficient resources, shutdown.
    const isTransient = /^(08|40|53|57P)/.test(code)
    const isReadOnly = code === '25006'
    const params = { reason, position: position ?? '', next: hint ? redact(hint) : isReadOnly ? 'read-only' : '' }
    return new NodeError(isTransient ? 'transient' : 'permanent', error('database.refused', params))
  }
  if (untrustedCodePattern.test(code ?? '') || /does not support SSL/.test(reason)) {
    return new NodeError('permanent', error('database.insecure-connection', { host, reason }))
  }
  return new NodeError('transient', error('database.unreachable', { host, reason }))
}
