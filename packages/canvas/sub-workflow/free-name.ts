/** Returns a unique port name based on `wanted`, and adds it to `taken`. */
export function freeName(wanted: string, taken: Set<string>): string {
  const word = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^_+$/, '') || 'port'
  let name = word
  for (let count = 2; taken.has(name); count++) name = `${word}_${count}`
  taken.add(name)
  return name
}
