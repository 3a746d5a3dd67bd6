import { serveFolder } from '../../../examples/01-embed-in-a-page/static-server.mjs'
import { policy as ours } from './policy.ts'

export interface ServedFolder {
  readonly url: string
  /** What the policy has reported so far; a test that breaks it on purpose takes them out. */
  readonly reports: string[]
  /** Rejects with the reports that are left, of which a page that is right makes none. */
  close(): Promise<void>
}

/** Serves a folder under the policy; `policy`: what a framework's page needs beside it. */
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
