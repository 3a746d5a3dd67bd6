const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * Returns a unique random id. The id of a workflow is a UUID, because a server uses the same id, so that the
 * workflow's URL is the same for everyone. Other ids have 16 letters and digits, such as "run-k3v…". Does not require a
 * secure context.
 *
 * @internal
 */
export function newId(kind: 'workflow' | 'run' | 'page' | 'file' | 'worker'): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  if (kind === 'workflow') return toUuid(random)
  return `${kind}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}

/** Formats 16 random bytes as a UUID of version 4 (RFC 9562). */
function toUuid(random: Uint8Array): string {
  const bytes = [...random]
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
