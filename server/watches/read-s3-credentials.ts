import { matchAllowedHost, NodeError, type Secrets } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { S3Credentials } from './s3-signature.ts'
import type { WatchSource } from './watch.ts'

/** Reads a bucket's access key from its secret, which must be bound to the bucket's host. */
export async function readS3Credentials(
  { url, region, secret: name }: Extract<WatchSource, { kind: 's3' }>,
  secrets: Pick<Secrets, 'find'>,
): Promise<S3Credentials> {
  const address = new URL(url)
  const secret = await secrets.find(name)
  const separatorIndex = secret?.value.indexOf(':') ?? -1
  if (!secret || separatorIndex < 1 || matchAllowedHost(secret.hosts, address) === undefined) {
    throw new NodeError('permanent', error('watch.secret', { secret: name, host: address.host }))
  }
  return { accessKeyId: secret.value.slice(0, separatorIndex), secret: secret.value.slice(separatorIndex + 1), region }
}
