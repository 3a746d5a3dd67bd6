import type { Finding, FindingGroup, FindingKind } from '@aw-flow/schema'

/** Groups findings that have a kind by column and kind; the largest group first. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, { column: string; kind: FindingKind; findings: Finding[] }>()
  for (const finding of findings) {
    const { column, kind } = finding
    if (kind === undefined) continue
    const key = JSON.stringify([column, kind])
    const group = groups.get(key) ?? { column, kind, findings: [] }
    group.findings.push(finding)
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ column, kind, findings: found }) => ({
      column,
      kind,
      cells: found.length,
      repairs: found.filter(({ repair }) => repair !== undefined).length,
      reason: (found[0] as Finding).reason,
      confidence: Math.round((1000 * found.reduce((sum, { confidence }) => sum + confidence, 0)) / found.length) / 1000,
    }))
    .sort((a, b) => b.cells - a.cells)
}
