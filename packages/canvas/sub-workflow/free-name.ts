/** A free port name derived from the wanted one; it is added to the taken names. */
export function freeName(wanted: string, taken: Set<string>): string {
  const word = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^_+$/, '') || 'port'
  let name = word
  for (let count = 2; taken.has(name); count++) name = `${word}_${count}`
  taken.add(name)
  return name
}
