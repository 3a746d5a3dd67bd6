import { checkTable, load, prepareTable } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import type { PreparationPlan } from '@aw-flow/schema'
import { toCanonicalJson, planRepairs, planDeduplication } from '@aw-flow/schema/internal'
import { createProfileCsv } from '../../packages/agents/profiling/test-profile-case.ts'
import { createMemoryFile } from '../../packages/agents/test-file.ts'

/** Checked files of vega-datasets, below `node_modules/vega-datasets/data`. */
export const checkedFiles = ['airports.csv'] as const

/** Hashes of a table's findings, plans and results. */
export interface FindingHashes {
  rows: number
  findings: number
  report: string
  repairs: string
  plan: string
  repaired: string
  prepared: string
}

/**
 * Loads tables, finds suspicious cells, plans repairs and preparation, and applies both plans. The results must be equal
 * in a page and in Node.
 *
 * @param read Returns the text of a file in vega-datasets.
 */
export async function hashFindings(
  tables: Tables,
  read: (file: string) => Promise<string>,
): Promise<Record<string, FindingHashes>> {
  const texts: Record<string, string> = { 'people.csv': createProfileCsv().split('\n').slice(0, 1_500).join('\n') }
  for (const file of checkedFiles) texts[file] = await read(file)
  const results: Record<string, FindingHashes> = {}
  for (const [name, text] of Object.entries(texts)) {
    const { table } = await load(createMemoryFile(name, text), { tables, id: name })
    const report = await checkTable({ tables, table })
    const repairs = [...planRepairs(report.findings), ...planDeduplication(report)]
    const plan: PreparationPlan = { target: 'generic', operations: repairs, notes: [] }
    const repaired = await prepareTable({ tables, table, target: 'generic', id: `${name}-repaired`, plan })
    const prepared = await prepareTable({ tables, table, target: 'cosmo-ready', id: `${name}-prepared` })
    results[name] = {
      rows: table.rows,
      findings: report.findings.length,
      report: await digest(report),
      repairs: await digest(repairs),
      plan: await digest(prepared.report.plan),
      repaired: await tables.contentHash(repaired.table),
      prepared: await tables.contentHash(prepared.table),
    }
  }
  return results
}

async function digest(value: unknown): Promise<string> {
  const text = toCanonicalJson(JSON.parse(JSON.stringify(value)))
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
