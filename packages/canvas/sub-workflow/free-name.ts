/** A name for a port, made of what is wanted, that none of the others has; it is one of them from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  const word = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^_+$/, '') || 'port'
  let name = word
  for (let count = 2; taken.has(name); count++) name = `${word}_${count}`
  taken.add(name)
  return name
}
