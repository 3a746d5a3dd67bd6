const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * Returns a unique id with 16 random letters and digits, such as "workflow-k3v…". Does not require a secure context.
 *
 * @internal
 */
export function newId(kind: 'workflow' | 'run' | 'page' | 'file'): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `${kind}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}
