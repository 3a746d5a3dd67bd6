declare module 's3rver' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  /** The used part: an S3-compatible service over a folder. */
  export default class S3rver {
    constructor(options: { directory: string; silent?: boolean; vhostBuckets?: boolean })
    configureBuckets(): Promise<void>
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    readonly store: { putBucket(name: string): Promise<unknown> }
  }
}
