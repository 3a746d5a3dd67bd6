const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * Returns a new unique id, "workflow-k3v…", with 16 random letters and digits. Works without a secure context.
 *
 * @internal
 */
export function newId(kind: 'workflow' | 'run' | 'page' | 'file'): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `${kind}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}
