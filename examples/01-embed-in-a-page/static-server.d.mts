export interface StaticServer {
  /** `http://localhost:PORT` */
  url: string
  /** The policy reports received so far. */
  reports: string[]
  close(): Promise<void>
}

/**
 * Serves a folder on the loopback address with the same policy for every response, and collects its violation reports.
 */
export function serveFolder(folder: string, policy: string, options?: { fallback?: string }): Promise<StaticServer>
