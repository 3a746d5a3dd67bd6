import { error, failed, ok, parseJson, type Result } from '@aw-flow/schema'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseHosts } from '@aw-flow/engine'
import type { UploadLimits } from '../api/upload-allowance.ts'
import type { StdioServers } from '../mcp/stdio-servers.ts'
import type { HostTokenSettings } from '../security/host-tokens.ts'
import { readAccountSettings, type AccountSettings } from './read-accounts.ts'
import { readMcpServers } from './read-mcp-servers.ts'
import { readHostTokenSettings } from './read-host-tokens.ts'
import { readOperationSettings, type OperationSettings } from './read-operation.ts'
import { readScaleSettings, type ScaleSettings } from './read-scale.ts'

/** Server settings read from environment variables. @internal */
export interface ServerSettings extends ScaleSettings, OperationSettings {
  port: number
  /** Absolute path of the data folder. */
  dataFolder: string
  hosts: string[]
  /** Path under which a proxy publishes the server, such as `/tools/aw`. Empty: none. */
  basePath: string
  origins: string[]
  /** Origins that the studio can call besides this server, such as language models and other servers. */
  connectOrigins: string[]
  /** Origins whose pages can embed the studio in a frame. */
  frameAncestors: string[]
  /** Maximum size of a request body other than an upload, in bytes. 0 means unlimited. */
  bodyLimit: number
  /** Upload limits, in bytes. 0 means unlimited. */
  uploadLimits: UploadLimits
  /** Hosts that runs can access. `*` stands for all public hosts; private hosts must be listed by name. */
  allowedHosts: string[]
  /** Absolute path of the folder that runs can read and write. If `undefined`, runs cannot access files. */
  filesFolder: string | undefined
  /** URLs of modules with custom node types (see `loadCustomNodes`). */
  customNodeUrls: string[]
  /** Key that encrypts stored secrets. If `undefined`, a key file in the data folder is used. */
  secretKey: string | undefined
  /** Account settings. */
  accounts: AccountSettings
  /** MCP servers that run as processes on this computer, keyed by name. */
  stdioServers: StdioServers
  /**
   * Settings for tokens issued by an application that embeds the editor. `undefined` if no such application is
   * configured.
   */
  hostTokens: HostTokenSettings | undefined
}

/**
 * Reads the server settings. The variables and their defaults are PORT (3000), AW_DATA (`.aw` in `folder`), AW_HOSTS,
 * AW_BASE_PATH, CORS_ORIGINS, AW_CONNECT and AW_FRAME_ANCESTORS (comma-separated lists), AW_BODY_LIMIT (10 MiB, in bytes),
 * AW_UPLOAD_LIMIT (10 GiB, in bytes), AW_DATA_QUOTA (unlimited, in bytes), AW_ALLOW_HOSTS (`*`: all public hosts),
 * AW_FILES (a folder for runs), AW_NODES (paths of modules with custom node types), AW_KEY (at least 32 characters),
 * and those read by the other functions in this folder. An invalid value is reported as a problem, never replaced with
 * a default.
 *
 * @internal
 */
export function readEnvironment(environment: NodeJS.ProcessEnv, folder: string): Result<ServerSettings> {
  const port = parseInteger(environment.PORT, 3000)
  if (port === undefined || port > 65_535) {
    return failed(error('environment.invalid.port', { value: environment.PORT ?? '' }))
  }
  const bodyLimit = parseInteger(environment.AW_BODY_LIMIT, 10 * 1024 * 1024)
  if (bodyLimit === undefined) {
    return failed(
      error('environment.invalid.number', { name: 'AW_BODY_LIMIT', value: environment.AW_BODY_LIMIT ?? '' }),
    )
  }
  const fileBytes = parseInteger(environment.AW_UPLOAD_LIMIT, 10 * 1024 ** 3)
  if (fileBytes === undefined) {
    return failed(
      error('environment.invalid.number', { name: 'AW_UPLOAD_LIMIT', value: environment.AW_UPLOAD_LIMIT ?? '' }),
    )
  }
  const totalBytes = parseInteger(environment.AW_DATA_QUOTA, 0)
  if (totalBytes === undefined) {
    return failed(
      error('environment.invalid.number', { name: 'AW_DATA_QUOTA', value: environment.AW_DATA_QUOTA ?? '' }),
    )
  }
  const allowedHosts = parseHosts(environment.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!allowedHosts.ok) return allowedHosts
  const connectOrigins = splitList(environment.AW_CONNECT)
  const invalidOrigin = connectOrigins.find((entry) => toOrigin(entry) === undefined)
  if (invalidOrigin !== undefined) return failed(error('environment.invalid.origin', { value: invalidOrigin }))
  const frameAncestors = splitList(environment.AW_FRAME_ANCESTORS)
  const invalidAncestor = frameAncestors.find((entry) => toOrigin(entry) === undefined)
  if (invalidAncestor !== undefined)
    return failed(error('environment.invalid.frame-ancestor', { value: invalidAncestor }))
  const hosts = splitList(environment.AW_HOSTS)
  const invalidHost = hosts.find((entry) => !/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(entry))
  if (invalidHost !== undefined) return failed(error('environment.invalid.host', { value: invalidHost }))
  const origins = splitList(environment.CORS_ORIGINS)
  const invalidPageOrigin = origins.find((entry) => !isPageOrigin(entry))
  if (invalidPageOrigin !== undefined)
    return failed(error('environment.invalid.page-origin', { value: invalidPageOrigin }))
  const secretKey = environment.AW_KEY?.trim() || undefined
  if (secretKey !== undefined && secretKey.length < 32) {
    return failed(error('environment.key-too-short', { name: 'AW_KEY', length: secretKey.length }))
  }
  const filesFolder = environment.AW_FILES?.trim()
  const scale = readScaleSettings(environment)
  if (!scale.ok) return scale
  const accounts = readAccountSettings(environment)
  if (!accounts.ok) return accounts
  const basePath = readBasePath(environment.AW_BASE_PATH, accounts.value.url)
  if (!basePath.ok) return basePath
  const hostTokens = readHostTokenSettings(environment)
  if (!hostTokens.ok) return hostTokens
  const stdioServers = readMcpServers(environment)
  if (!stdioServers.ok) return stdioServers
  const operation = readOperationSettings(environment)
  if (!operation.ok) return operation
  return ok({
    port,
    dataFolder: resolve(folder, environment.AW_DATA?.trim() || '.aw'),
    hosts,
    basePath: basePath.value,
    origins,
    connectOrigins: connectOrigins.flatMap((entry) => toOrigin(entry) ?? []),
    frameAncestors: frameAncestors.flatMap((entry) => toOrigin(entry) ?? []),
    bodyLimit,
    uploadLimits: { fileBytes, totalBytes },
    allowedHosts: allowedHosts.value,
    filesFolder: filesFolder ? resolve(folder, filesFolder) : undefined,
    customNodeUrls: splitList(environment.AW_NODES).map((path) => pathToFileURL(resolve(folder, path)).href),
    secretKey,
    accounts: accounts.value,
    hostTokens: hostTokens.value,
    stdioServers: stdioServers.value,
    ...scale.value,
    ...operation.value,
  })
}

/** Reads the base path, without a slash at its end. Default: the path of the studio's URL, which must lead to it. */
function readBasePath(text: string | undefined, url: string | undefined): Result<string> {
  const urlPath = url === undefined ? undefined : new URL(url).pathname.replace(/\/$/, '')
  const value = text?.trim() || (urlPath ?? '')
  if (!/^(\/[\w.~-]+)*\/?$/.test(value) || /\/\.+(\/|$)/.test(value))
    return failed(error('environment.invalid.base-path', { value }))
  const basePath = value.replace(/\/$/, '')
  return urlPath === undefined || urlPath === basePath
    ? ok(basePath)
    : failed(error('environment.base-path-differs', { value, url: url! }))
}

function parseInteger(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined || text.trim() === '') return fallback
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined
}

/** Returns a URL's origin as browsers format it, or `undefined` if the URL is invalid or ambiguous. */
function toOrigin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHttpUrl =
    url !== undefined && /^https?:$/.test(url.protocol) && /^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(url.hostname)
  return isHttpUrl && url.username === '' && url.search === '' && url.hash === '' ? url.origin : undefined
}

/** Returns whether the text is a page's origin. Desktop shells use their own schemes, such as `tauri://localhost`. */
const isPageOrigin = (text: string): boolean =>
  /^https?:/i.test(text)
    ? toOrigin(text) === text.toLowerCase().replace(/\/$/, '')
    : /^[a-z][\w+.-]*:\/\/[\w.:[\]-]+\/?$/i.test(text)

/** Reads a list whose entries are separated by commas, or a JSON list, as other servers have it. */
const splitList = (text = ''): string[] => {
  const json = parseJson(text)
  const entries = json.ok && Array.isArray(json.value) ? json.value.map(String) : text.split(',')
  return entries.flatMap((entry) => entry.trim() || [])
}
