import {
  externalTools,
  isHostEntry,
  secretNamePattern,
  type ExternalTool,
  type Files,
  type GrantedAccess,
  type ExternalServices,
} from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createUsageError } from '../../command-error.ts'
import { openMemoryFolder } from '../../files/memory-folder.ts'
import { createRunFiles } from '../../files/run-files.ts'
import { loadFunctions } from '../document/load-catalog.ts'
import { resolveAllowedHosts } from './resolve-allowed-hosts.ts'
import { readModels } from './read-models.ts'
import type { Terminal } from '../../terminal/terminal.ts'

export interface ExternalServicesOptions {
  /** Hosts that are allowed in addition to those in AW_ALLOW_HOSTS. */
  allowHost: readonly string[]
  /** Path of the folder that the workflow may read and write. */
  folder?: string | undefined
  /** Path of the folder in which agents store their memory between runs. */
  memory?: string | undefined
  /** Whether to restrict the workflow to the access listed in `grant`. */
  imported?: boolean | undefined
  /** Paths of modules with node types and agent functions, in addition to those in AW_NODES. */
  nodes?: readonly string[] | undefined
  /** Granted access: `secret:NAME`, `host:HOST` or the name of a tool. Any entry implies `imported`. */
  grant: readonly string[]
}

/**
 * Opens the services that a run may access: hosts, secrets and language models from the environment, mail, databases
 * and folders. The allowed hosts are those in AW_ALLOW_HOSTS (by default, all public hosts) and `allowHost`. Downloaded
 * files are stored next to the run record.
 *
 * @throws {CommandError} If a host, folder or grant is invalid.
 */
export async function openServicesForRun(
  { allowHost, folder, memory, imported = false, nodes = [], grant }: ExternalServicesOptions,
  workflow: Pick<Workflow, 'name'>,
  inputs: Files,
  recordPath: string | undefined,
  terminal: Terminal,
): Promise<{ services: ExternalServices; files: Files; close(): Promise<void> }> {
  const allowedHosts = resolveAllowedHosts(allowHost)
  if (folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw createUsageError(error('run.folder', { folder }))
  }
  const grantedAccess = imported || grant.length > 0 ? parseGrants(grant) : undefined
  // Imported on demand, because this module loads slowly and only runs need it.
  const { createEnvironmentSecrets, openExternalServices } = await import('@aw-flow/outside')
  const models = readModels(process.env.AW_MODELS)
  const services = openExternalServices({
    allow: allowedHosts,
    access: async () => grantedAccess,
    secrets: createEnvironmentSecrets(process.env),
    folder: folder === undefined ? undefined : resolve(folder),
    models: models && {
      ...models,
      ...(memory === undefined ? {} : { memory: openMemoryFolder(resolve(memory), workflow.name) }),
    },
    notices: { show: async ({ title, text }) => terminal.report(`${title}: ${text}`) },
  })
  const functions = await loadFunctions(nodes)
  const files = createRunFiles(inputs, recordPath)
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
