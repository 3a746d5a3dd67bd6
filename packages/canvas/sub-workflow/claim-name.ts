/** Returns a unique port name based on `preferred` and adds it to `usedNames`. */
export function claimName(preferred: string, usedNames: Set<string>): string {
  const base = preferred.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^_+$/, '') || 'port'
  let name = base
  for (let count = 2; usedNames.has(name); count++) name = `${base}_${count}`
  usedNames.add(name)
  return name
}
