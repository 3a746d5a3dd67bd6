import { createHash, createHmac } from 'node:crypto'

export interface S3Credentials {
  accessKeyId: string
  secret: string
  region: string
}

/**
 * Returns the headers that sign a GET request without a body (AWS Signature Version 4).
 *
 * @param now The current time in ms since the Unix epoch.
 */
export function signS3Request(
  url: URL,
  { accessKeyId: keyId, secret, region }: S3Credentials,
  now: number,
): Record<string, string> {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const bodyHash = hash('')
  const headers = { host: url.host, 'x-amz-content-sha256': bodyHash, 'x-amz-date': time }
  const signedHeaders = Object.keys(headers).join(';')
  const query = [...url.searchParams]
    .map(([name, value]) => [encodeUrlPart(name), encodeUrlPart(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map((parts) => parts.join('='))
    .join('&')
  const headerLines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonicalRequest = ['GET', url.pathname, query, headerLines.join(''), signedHeaders, bodyHash].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const stringToSign = ['AWS4-HMAC-SHA256', time, scope, hash(canonicalRequest)].join('\n')
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(sign, sign(`AWS4${secret}`, day))
  const signature = sign(key, stringToSign).toString('hex')
  return {
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  }
}

/** Percent-encodes part of a URL the way S3 requires. */
export const encodeUrlPart = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

const sign = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
