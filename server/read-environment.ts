import { error, type Problem } from '@aw-flow/schema'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readHosts } from '@aw-flow/engine'
import { readOperation, type OperationSettings } from './read-operation.ts'
import { readScale, type ScaleSettings } from './read-scale.ts'

/** What the environment says of the server. */
export interface ServerSettings extends ScaleSettings, OperationSettings {
  port: number
  /** Folder of all data, absolute. */
  data: string
  hosts: string[]
  origins: string[]
  /** Origins that pages of the studio may ask beside this server: language models, other servers. */
  connect: string[]
  /** Bytes of a body that is no upload; 0: no limit. */
  bodyLimit: number
  /** Hosts that runs may reach: `*` for every public one, private ones by their names. */
  allowHosts: string[]
  /** The folder in which runs may read and write files, absolute; none where it is not said. */
  filesFolder: string | undefined
  /** Modules that bring node types of the host, as addresses: see `ownNodes`. */
  nodes: string[]
  /** Seals the secrets that the server keeps; a key of the data folder where it is not said. */
  secretKey: string | undefined
}

/**
 * Reads PORT (3000), AW_DATA (`.aw` under `folder`), AW_HOSTS, CORS_ORIGINS and AW_CONNECT (lists with commas), AW_BODY_LIMIT
 * (bytes, 10 MB), AW_ALLOW_HOSTS (`*`: every public host), AW_FILES (a folder for runs), AW_NODES (modules with
 * node types of one's own, as paths, with commas) and AW_KEY (32 characters or more). A value that makes no sense is a problem, not a default.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv, folder: string): ServerSettings | Problem {
  const port = wholeNumber(environment.PORT, 3000)
  if (port === undefined || port > 65_535) {
    const message = `PORT is ${JSON.stringify(environment.PORT)}, which is no port.`
    return error('environment.invalid', message, { hint: 'Set it to a number from 0 to 65535 (0: any free one).' })
  }
  const bodyLimit = wholeNumber(environment.AW_BODY_LIMIT, 10 * 1024 * 1024)
  if (bodyLimit === undefined) {
    const message = `AW_BODY_LIMIT is ${JSON.stringify(environment.AW_BODY_LIMIT)}, which is no number of bytes.`
    return error('environment.invalid', message, { hint: 'Set it to a whole number, or 0 for no limit.' })
  }
  const allowHosts = readHosts(environment.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!Array.isArray(allowHosts)) return allowHosts
  const connect = entries(environment.AW_CONNECT)
  const noOrigin = connect.find((entry) => originOf(entry) === undefined)
  if (noOrigin !== undefined) {
    const message = `AW_CONNECT holds ${JSON.stringify(noOrigin)}, which is no origin.`
    return error('environment.invalid', message, { hint: 'Write each as http://localhost:11434 or https://a.example.' })
  }
  const hosts = entries(environment.AW_HOSTS)
  const noHost = hosts.find((entry) => !/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(entry))
  if (noHost !== undefined) {
    const message = `AW_HOSTS holds ${JSON.stringify(noHost)}, which is no name of a host.`
    return error('environment.invalid', message, { hint: 'Write each as aw.example.com or aw.example.com:8443.' })
  }
  const origins = entries(environment.CORS_ORIGINS)
  const noPage = origins.find((entry) => !isPage(entry))
  if (noPage !== undefined) {
    const message = `CORS_ORIGINS holds ${JSON.stringify(noPage)}, which is no origin as browsers write it.`
    return error('environment.invalid', message, { hint: 'Write each as https://app.example.com, without a path.' })
  }
  const secretKey = environment.AW_KEY?.trim() || undefined
  if (secretKey !== undefined && secretKey.length < 32) {
    const message = `AW_KEY has ${secretKey.length} characters, which is too short for a key.`
    return error('environment.invalid', message, { hint: 'Set it to 32 random characters or more.' })
  }
  const filesFolder = environment.AW_FILES?.trim()
  const scale = readScale(environment)
  if ('code' in scale) return scale
  const operation = readOperation(environment)
  if ('code' in operation) return operation
  return {
    port,
    data: resolve(folder, environment.AW_DATA?.trim() || '.aw'),
    hosts,
    origins,
    connect: connect.flatMap((entry) => originOf(entry) ?? []),
    bodyLimit,
    allowHosts,
    filesFolder: filesFolder ? resolve(folder, filesFolder) : undefined,
    nodes: entries(environment.AW_NODES).map((path) => pathToFileURL(resolve(folder, path)).href),
    secretKey,
    ...scale,
    ...operation,
  }
}

function wholeNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined || text.trim() === '') return otherwise
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined
}

/** As a browser writes it; `undefined` for what is none, or names more than one. */
function originOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOne = url !== undefined && /^https?:$/.test(url.protocol) && /^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(url.hostname)
  return isOne && url.username === '' && url.search === '' && url.hash === '' ? url.origin : undefined
}

/** As a browser names the page that asks; shells of desktop programs have schemes of their own (`tauri://localhost`). */
const isPage = (text: string): boolean =>
  /^https?:/i.test(text)
    ? originOf(text) === text.toLowerCase().replace(/\/$/, '')
    : /^[a-z][\w+.-]*:\/\/[\w.:[\]-]+\/?$/i.test(text)

const entries = (text = ''): string[] => text.split(',').flatMap((entry) => entry.trim() || [])
