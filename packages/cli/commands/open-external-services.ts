import {
  externalTools,
  isHostEntry,
  readHosts,
  secretNamePattern,
  type ExternalTool,
  type Files,
  type GrantedAccess,
  type ExternalServices,
} from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { openMemoryFolder } from '../files/memory-folder.ts'
import { createRunFiles } from '../files/run-files.ts'
import { loadFunctions } from './load-catalog.ts'
import { readModels } from './read-models.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ExternalServicesOptions {
  /** Hosts that are allowed in addition to AW_ALLOW_HOSTS. */
  allowHost: readonly string[]
  /** The folder that the workflow may read and write. */
  folder?: string | undefined
  /** The folder for the memory of agents across runs. */
  memory?: string | undefined
  /** Whether the workflow has only the access that `grant` lists. */
  imported?: boolean | undefined
  /** Modules with node types and functions for agents, in addition to those in AW_NODES. */
  nodes?: readonly string[] | undefined
  /** `secret:NAME`, `host:HOST` or a tool. If any is given, the workflow is treated as imported. */
  grant: readonly string[]
}

/**
 * Opens the services that a run may access: public hosts (or those in AW_ALLOW_HOSTS) and `allowHost`, secrets and
 * language models from the environment, mail, databases and folders. Downloaded files are stored next to the record.
 *
 * @throws {CommandError} For a host, folder or grant that is not valid.
 */
export async function openServicesForRun(
  { allowHost, folder, memory, imported = false, nodes = [], grant }: ExternalServicesOptions,
  workflow: Pick<Workflow, 'name'>,
  inputs: Files,
  record: string | undefined,
  terminal: Terminal,
): Promise<{ services: ExternalServices; files: Files; close(): Promise<void> }> {
  const allow = resolveAllowedHosts(allowHost)
  if (folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw createUsageError(error('run.folder', { folder }))
  }
  const granted = imported || grant.length > 0 ? parseGrants(grant) : undefined
  // Imported on demand: only runs need it, and it is slow to load.
  const { createEnvironmentSecrets, openExternalServices } = await import('@aw-flow/outside')
  const models = readModels(process.env.AW_MODELS)
  const services = openExternalServices({
    allow,
    access: async () => granted,
    secrets: createEnvironmentSecrets(process.env),
    folder: folder === undefined ? undefined : resolve(folder),
    models: models && {
      ...models,
      ...(memory === undefined ? {} : { memory: openMemoryFolder(resolve(memory), workflow.name) }),
    },
    notices: { show: async ({ title, text }) => terminal.report(`${title}: ${text}`) },
  })
  const functions = await loadFunctions(nodes)
  const files = createRunFiles(inputs, record)
  return {
    services: functions ? { ...services, functions } : services,
    files,
    async close() {
      await services.close()
      await files.close()
    },
  }
}

function parseGrants(grants: readonly string[]): GrantedAccess {
  const access = { secrets: [] as string[], hosts: [] as string[], tools: [] as ExternalTool[] }
  for (const grant of grants) {
    const tool = externalTools.find((name) => name === grant)
    const [, kind, name = ''] = /^(secret|host):(.+)$/.exec(grant) ?? []
    if (tool) access.tools.push(tool)
    else if (kind === 'secret' && secretNamePattern.test(name)) access.secrets.push(name)
    else if (kind === 'host' && isHostEntry(name)) access.hosts.push(name)
    else throw createUsageError(error('run.grant', { value: JSON.stringify(grant) }))
  }
  return access
}

/** Returns the allowed hosts of a command, from the environment and its options. */
export function resolveAllowedHosts(extraHosts: readonly string[]): string[] {
  const allow = readHosts(process.env.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!Array.isArray(allow)) throw createUsageError(allow)
  const invalid = extraHosts.find((host) => !isHostEntry(host))
  if (invalid === undefined) return [...allow, ...extraHosts]
  throw createUsageError(error('run.host', { host: JSON.stringify(invalid) }))
}
