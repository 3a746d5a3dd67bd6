const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id that nobody else has, "workflow-k3v…": 16 letters and digits of the system's randomness. Needs no secure context. */
export function newId(kind: 'workflow' | 'run' | 'page' | 'file'): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `${kind}-${[...random].map((byte) => letters[byte % letters.length]).join('')}`
}
