import { isHostEntry, readHosts, type Files, type Outside } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { wrongUse } from '../command-error.ts'
import { keptFiles } from '../files/kept-files.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface HereOptions {
  /** Hosts beside those of AW_ALLOW_HOSTS. */
  allowHost: readonly string[]
  /** The folder that is opened to the workflow. */
  folder?: string | undefined
}

/**
 * The world outside as a command opens it to a run: every public host (or those of AW_ALLOW_HOSTS) and those that are
 * named, secrets of the environment, mail and databases, the folder that is named. What is fetched is kept beside the
 * record. Throws a `CommandError` for what makes no sense.
 */
export async function openHere(
  { allowHost, folder }: HereOptions,
  given: Files,
  record: string | undefined,
  terminal: Terminal,
): Promise<{ outside: Outside; files: Files; close(): Promise<void> }> {
  const allow = allowedHere(allowHost)
  if (folder !== undefined && !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    throw wrongUse(error('run.folder', { folder }))
  }
  // Loaded here: only runs need it, and loading takes a while.
  const { environmentSecrets, openOutside } = await import('@aw-flow/outside')
  const outside = openOutside({
    allow,
    secrets: environmentSecrets(process.env),
    folder: folder === undefined ? undefined : resolve(folder),
    notices: { show: async ({ title, text }) => terminal.tell(`${title}: ${text}`) },
  })
  const files = keptFiles(given, record)
  return {
    outside,
    files,
    async close() {
      await outside.close()
      await files.close()
    },
  }
}

/** The hosts that a command may reach: those of the environment and those of its options. */
export function allowedHere(named: readonly string[]): string[] {
  const allow = readHosts(process.env.AW_ALLOW_HOSTS ?? '*', 'AW_ALLOW_HOSTS')
  if (!Array.isArray(allow)) throw wrongUse(allow)
  const wrong = named.find((host) => !isHostEntry(host))
  if (wrong === undefined) return [...allow, ...named]
  throw wrongUse(error('run.host', { host: JSON.stringify(wrong) }))
}
