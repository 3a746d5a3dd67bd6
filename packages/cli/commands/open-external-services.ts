import { isHostEntry, readHosts, type Files, type Outside } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { createRunFiles } from '../files/run-files.ts'
import { readModels } from './read-models.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ExternalServicesOptions {
  /** Hosts that are allowed in addition to AW_ALLOW_HOSTS. */
  allowHost: readonly string[]
  /** The folder that the workflow may read and write. */
  folder?: string | undefined
}

/**
 * Opens what a run may access: public hosts (or those in AW_ALLOW_HOSTS) and `allowHost`, secrets and
 * language models from the environment, mail, databases and a folder. Downloaded files are stored next to the record.
 *
 * @throws {CommandError} For a host or folder that is not valid.
 */
export async function openServicesForRun(
  { allowHost, folder }: ExternalServicesOptions,
  inputs: Files,
  record: string | undefined,
  terminal: Terminal,
): Promise<{ outside: Outside; files: Files; close(): Promise<void> }> {
  const allow = resolveAllowedHosts(allowHost)
  if (folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw createUsageError(error('run.folder', { folder }))
  }
  // Imported on demand: only runs need it, and it is slow to load.
  const { createEnvironmentSecrets, openExternalServices } = await import('@aw-flow/outside')
  const outside = openExternalServices({
    allow,
    secrets: createEnvironmentSecrets(process.env),
    folder: folder === undefined ? undefined : resolve(folder),
    models: readModels(process.env.AW_MODELS),
    notices: { show: async ({ title, text }) => terminal.report(`${title}: ${text}`) },
  })
  const files = createRunFiles(inputs, record)
  return {
    outside,
    files,
    async close() {
      await outside.close()
      await files.close()
    },
  }
}

/** Returns the allowed hosts of a command, from the environment and its options. */
export function resolveAllowedHosts(extraHosts: readonly string[]): string[] {
  const allow = readHosts(process.env.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!Array.isArray(allow)) throw createUsageError(allow)
  const invalid = extraHosts.find((host) => !isHostEntry(host))
  if (invalid === undefined) return [...allow, ...extraHosts]
  throw createUsageError(error('run.host', { host: JSON.stringify(invalid) }))
}
