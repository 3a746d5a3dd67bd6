import { serveFolder } from '../../../examples/01-embed-in-a-page/static-server.mjs'
import { policy as ours } from './policy.ts'

export interface ServedFolder {
  readonly url: string
  /** The violations so far. A test that violates the policy on purpose removes them. */
  readonly reports: string[]
  /** Rejects if any violations remain. */
  close(): Promise<void>
}

/**
 * Serves a folder under the policy.
 *
 * @param policy The policy to use. Some frameworks' pages need additional sources.
 */
export async function serveUnderPolicy(folder: string, policy = ours): Promise<ServedFolder> {
  const { url, reports, close } = await serveFolder(folder, policy)
  return {
    url,
    reports,
    async close() {
      await close()
      if (reports.length > 0) throw new Error(`The policy has reported: ${reports.join('; ')}`)
    },
  }
}
