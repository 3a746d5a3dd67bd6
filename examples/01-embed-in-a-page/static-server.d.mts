export interface StaticServer {
  /** `http://localhost:PORT` */
  url: string
  /** Policy reports that have come so far. */
  reports: string[]
  close(): Promise<void>
}

/** Serves a folder on the loopback address with one policy on every answer, and takes reports of it. */
export function serveFolder(folder: string, policy: string, options?: { fallback?: string }): Promise<StaticServer>
