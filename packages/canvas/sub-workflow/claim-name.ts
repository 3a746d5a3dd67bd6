/** Returns a unique port name based on `preferredName` and adds it to `usedNames`. */
export function claimName(preferredName: string, usedNames: Set<string>): string {
  const base = preferredName.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^_+$/, '') || 'port'
  let name = base
  for (let count = 2; usedNames.has(name); count++) name = `${base}_${count}`
  usedNames.add(name)
  return name
}
