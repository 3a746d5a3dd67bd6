import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'

/** The keys of a browser that receives push messages. */
export interface TestPushBrowser {
  keys: ECDH
  auth: Buffer
}

export function createPushBrowser(): TestPushBrowser {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  return { keys, auth: randomBytes(16) }
}

/** Returns the keys of a subscription, as the browser sends them to the server. */
export const toSubscriptionKeys = ({ keys, auth }: TestPushBrowser): { p256dh: string; auth: string } => ({
  p256dh: keys.getPublicKey('base64url'),
  auth: auth.toString('base64url'),
})

/** Decrypts the body of a push message as a browser does (RFC 8291, RFC 8188), and returns its text. */
export function decryptPush({ keys, auth }: TestPushBrowser, body: Buffer): string {
  const salt = body.subarray(0, 16)
  const sender = body.subarray(21, 21 + body[20]!)
  const content = body.subarray(21 + sender.length)
  const derive = (key: Buffer, from: Buffer, info: Buffer | string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', key, from, info, length))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender])
  const key = derive(keys.computeSecret(sender), auth, info, 32)
  const decipher = createDecipheriv(
    'aes-128-gcm',
    derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
    derive(key, salt, 'Content-Encoding: nonce\0', 12),
  )
  decipher.setAuthTag(content.subarray(-16))
  const text = Buffer.concat([decipher.update(content.subarray(0, -16)), decipher.final()]).toString()
  // A delimiter and padding follow the text.
  return text.slice(0, text.lastIndexOf('\u0002'))
}
